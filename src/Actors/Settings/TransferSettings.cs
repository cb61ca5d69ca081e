namespace Orchestrator.Actors.Settings;

/// <summary>The life of a transfer: times, limits, retries.</summary>
public sealed record TransferSettings
{
    /// <summary>From acceptance to giving up, over all retries.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>No byte moved for so long: the session is broken, however alive the socket looks.</summary>
    public required TimeSpan StallTimeout { get; init; }

    /// <summary>One step of a negotiation: an answer to an offer, a connection to a streamhost.</summary>
    public required TimeSpan NegotiationTimeout { get; init; }

    /// <summary>How long the sender waits for the receiver's receipt after the last byte.</summary>
    public required TimeSpan ConfirmTimeout { get; init; }

    /// <summary>How long, after the last byte, a peer that gives no receipt may take to close the bytestream.</summary>
    public required TimeSpan Linger { get; init; }

    /// <summary>How many transfers run at once, each way.</summary>
    public required int MaxActive { get; init; }

    /// <summary>Bytes per second for each transfer; null: no limit.</summary>
    public required long? MaxRate { get; init; }

    /// <summary>Backoff between sessions.</summary>
    public required RetrySettings Retry { get; init; }

    /// <summary>How long a transfer is kept after its end: in lists, in the journal, and its idempotency key.</summary>
    public TimeSpan KeepFinished { get; init; } = TimeSpan.FromDays(30);

    /// <summary>When the receiver makes its bytes durable.</summary>
    public required CheckpointSettings Checkpoint { get; init; }
}
