namespace Orchestrator.Actors.Transfers;

/// <summary>Which way the bytes go, seen from this daemon.</summary>
public enum TransferDirection
{
    /// <summary>A file of ours goes to a peer.</summary>
    Outgoing,

    /// <summary>A peer's file comes to our inbox.</summary>
    Incoming,
}
