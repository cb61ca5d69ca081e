namespace Orchestrator.Actors.Transfers;

/// <summary>The part of a transfer's life in which something went wrong.</summary>
public enum Phase
{
    /// <summary>Before any session: accepting, waiting, deadlines, commands.</summary>
    Life,

    /// <summary>Finding the peer and what it can do.</summary>
    Discover,

    /// <summary>Stream initiation: the offer and its answer.</summary>
    Offer,

    /// <summary>Connecting to a streamhost.</summary>
    Connect,

    /// <summary>Asking a proxy to let the bytes through.</summary>
    Activate,

    /// <summary>Bytes moving.</summary>
    Stream,

    /// <summary>Hashes, moving into place, the receipt.</summary>
    Verify,
}
