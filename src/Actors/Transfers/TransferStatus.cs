namespace Orchestrator.Actors.Transfers;

/// <summary>Where a transfer is in its durable life. The diagram is in docs/architecture.md.</summary>
public enum TransferStatus
{
    /// <summary>Accepted and durable; waits for a slot.</summary>
    Queued,

    /// <summary>A session is being offered, or its bytestream connected.</summary>
    Negotiating,

    /// <summary>The peer is not there; asked again with backoff, or at once when its presence comes.</summary>
    WaitingForPeer,

    /// <summary>Bytes are moving.</summary>
    Streaming,

    /// <summary>All bytes have gone over; their hash, and the receiver's word, are awaited.</summary>
    Verifying,

    /// <summary>A session broke; the next one begins after a backoff, from the receiver's offset.</summary>
    Interrupted,

    /// <summary>The whole file is in place, verified. Final.</summary>
    Completed,

    /// <summary>Somebody on either side called it off. Final.</summary>
    Cancelled,

    /// <summary>It cannot succeed; the reason says why. Final.</summary>
    Failed,

    /// <summary>The receiver does not want it. Final.</summary>
    Declined,

    /// <summary>The deadline passed. Final.</summary>
    Expired,

    /// <summary>Somebody here paused it; nothing happens but its deadline, until it is resumed.</summary>
    Paused,
}

/// <summary>What follows from a status alone.</summary>
public static class TransferStatuses
{
    /// <summary>Whether nothing more will happen.</summary>
    public static bool IsFinal(this TransferStatus status) =>
        status is TransferStatus.Completed or TransferStatus.Cancelled or TransferStatus.Failed or TransferStatus.Declined or TransferStatus.Expired;
}
