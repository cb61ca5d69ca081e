namespace Orchestrator.Actors.Admin;

/// <summary>What ops can do to a transfer.</summary>
public enum TransferAction
{
    /// <summary>Ends its session and starts no other until it is resumed; what has arrived is kept.</summary>
    Pause,

    /// <summary>Lets a paused transfer go on.</summary>
    Resume,

    /// <summary>Calls it off, for good.</summary>
    Cancel,

    /// <summary>Tries now what waits for a backoff or for the peer.</summary>
    Retry,
}
