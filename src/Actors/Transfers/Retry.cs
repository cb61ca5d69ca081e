namespace Orchestrator.Actors.Transfers;

/// <summary>What a failure means for the transfer.</summary>
public enum Retry
{
    /// <summary>Again after a backoff, until the deadline.</summary>
    Always,

    /// <summary>Again after a backoff, but only a bounded number of times.</summary>
    Bounded,

    /// <summary>Again when the peer is there.</summary>
    WhenPeerIsThere,

    /// <summary>Never; the transfer fails.</summary>
    Never,

    /// <summary>Never; the receiver does not want it.</summary>
    Declined,

    /// <summary>Never; somebody called it off.</summary>
    Cancelled,
}
