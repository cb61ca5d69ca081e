using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Roads;

namespace Orchestrator.Actors.Transfers;

/// <summary>Something that happened to a transfer, as the journal keeps it. <c>TransferEventSerializer</c> holds the manifests.</summary>
public abstract record TransferEvent
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who brought it about: <c>api</c>, <c>peer</c>, <c>session</c>, <c>timer</c>, <c>recovery</c>, <c>shutdown</c>, or <c>xmpp:</c> and the JID of who commanded it.</summary>
    public required string By { get; init; }
}

/// <summary>A file of ours was handed over.</summary>
public sealed record Submitted : TransferEvent
{
    /// <summary>The transfer's id.</summary>
    public required string Id { get; init; }

    /// <summary>The sending account, bare.</summary>
    public required string Account { get; init; }

    /// <summary>The receiver as submitted.</summary>
    public required string Peer { get; init; }

    /// <summary>Absolute path of the source.</summary>
    public required string Path { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Its modification time.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Free text for the offer.</summary>
    public string? Description { get; init; }

    /// <summary>When it gives up.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>-100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>Bytes per second; null: the configured limit.</summary>
    public long? MaxRate { get; init; }

    /// <summary>Which roads it may take; null: as the account.</summary>
    public RoadPolicy? Roads { get; init; }
}

/// <summary>A peer's file was accepted.</summary>
public sealed record OfferAccepted : TransferEvent
{
    /// <summary>The transfer's id on this side.</summary>
    public required string Id { get; init; }

    /// <summary>The receiving account, bare.</summary>
    public required string Account { get; init; }

    /// <summary>The sender, bare (or a component).</summary>
    public required string Peer { get; init; }

    /// <summary>The transfer's id on the sender's side, when it is an Orchestrator.</summary>
    public string? RemoteId { get; init; }

    /// <summary>The name as offered.</summary>
    public required string Name { get; init; }

    /// <summary>The size as offered, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The modification time as offered.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The MD5 as offered, lower-case hex.</summary>
    public string? Md5 { get; init; }

    /// <summary>The inbox.</summary>
    public required string Inbox { get; init; }

    /// <summary>The text that came with the offer.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is to be fetched from; null: the peer begins the sessions. May hold a secret.</summary>
    public string? Url { get; init; }

    /// <summary>The SHA-256 that was offered with the URL, lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>When it gives up.</summary>
    public required DateTimeOffset Deadline { get; init; }
}

/// <summary>A session began to be negotiated.</summary>
public sealed record SessionStarted : TransferEvent
{
    /// <summary>The session's number, from 1.</summary>
    public required int Session { get; init; }

    /// <summary>Its stream id, never used before (XEP-0095 §5.2).</summary>
    public required string Sid { get; init; }

    /// <summary>Why the roads were chosen, in words.</summary>
    public string? Why { get; init; }

    /// <summary>The full JID that offered; at the sender it is found out later.</summary>
    public string? Peer { get; init; }

    /// <summary>Incoming: where the bytes are fetched from; null: they come over a bytestream. May hold a secret.</summary>
    public string? Url { get; init; }

    /// <summary>The SHA-256 that was offered with the URL, lower-case hex.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>Bytes began to move.</summary>
public sealed record StreamingStarted : TransferEvent
{
    /// <summary>The session.</summary>
    public required int Session { get; init; }

    /// <summary>The road, such as <c>s5b-direct</c>.</summary>
    public required string Road { get; init; }

    /// <summary>Where in the file it began: the receiver's offset.</summary>
    public required long Offset { get; init; }

    /// <summary>What the negotiation went through.</summary>
    public NegotiationTrace? Negotiated { get; init; }

    /// <summary>What tells the file at a URL from a later one there: an ETag or a date (RFC 9110 §8.8).</summary>
    public string? Validator { get; init; }
}

/// <summary>The receiver's bytes up to here are on disk.</summary>
public sealed record Checkpointed : TransferEvent
{
    /// <summary>The session.</summary>
    public required int Session { get; init; }

    /// <summary>Bytes from the file's start.</summary>
    public required long Offset { get; init; }
}

/// <summary>All bytes have gone over.</summary>
public sealed record BytesDone : TransferEvent
{
    /// <summary>The session.</summary>
    public required int Session { get; init; }

    /// <summary>SHA-256 of the whole file as this side saw it, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What the negotiation went through, when it ended with nothing to send.</summary>
    public NegotiationTrace? Negotiated { get; init; }
}

/// <summary>The received bytes are the offered ones; the file is about to be moved to <see cref="Target"/>.</summary>
public sealed record Verified : TransferEvent
{
    /// <summary>The path that the file will have.</summary>
    public required string Target { get; init; }
}

/// <summary>The verified file could not be moved into place; it is tried again.</summary>
public sealed record PutOff : TransferEvent
{
    /// <summary>Why; see <see cref="Transfers.Reason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>In words.</summary>
    public required string Detail { get; init; }
}

/// <summary>The session ended, and another will follow.</summary>
public sealed record Interrupted : TransferEvent
{
    /// <summary>The session.</summary>
    public required int Session { get; init; }

    /// <summary>Why; see <see cref="Transfers.Reason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>In words.</summary>
    public string? Detail { get; init; }

    /// <summary>What this side has or has sent, in bytes from the file's start; what it has is on disk.</summary>
    public required long Offset { get; init; }

    /// <summary>When to try again; null: when the peer comes back to us.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What the negotiation went through, when it failed.</summary>
    public NegotiationTrace? Negotiated { get; init; }
}

/// <summary>The whole file is in place at the receiver, verified.</summary>
public sealed record Completed : TransferEvent
{
    /// <summary>What says so: <c>receipt</c>, <c>close</c>, <c>result</c>, <c>none</c>; at the receiver <c>hash</c> or <c>size</c>.</summary>
    public required string ConfirmedBy { get; init; }
}

/// <summary>It ended otherwise.</summary>
public sealed record Ended : TransferEvent
{
    /// <summary>Cancelled, Failed, Declined or Expired.</summary>
    public required TransferStatus Status { get; init; }

    /// <summary>Why; see <see cref="Transfers.Reason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>In words.</summary>
    public string? Detail { get; init; }

    /// <summary>What this side had or had sent, when a session ended with it.</summary>
    public long? Offset { get; init; }

    /// <summary>What the negotiation went through, when it failed.</summary>
    public NegotiationTrace? Negotiated { get; init; }
}

/// <summary>It was paused; a session that was under way has ended.</summary>
public sealed record Paused : TransferEvent;

/// <summary>It was resumed.</summary>
public sealed record Resumed : TransferEvent;

/// <summary>It is tried again now; its backoff is forgotten.</summary>
public sealed record RetriedNow : TransferEvent;

/// <summary>What is not null was changed.</summary>
public sealed record Adjusted : TransferEvent
{
    /// <summary>-100 to 100.</summary>
    public int? Priority { get; init; }

    /// <summary>When it gives up.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Bytes per second; 0: the configured limit again.</summary>
    public long? MaxRate { get; init; }

    /// <summary>Which roads it may take.</summary>
    public RoadPolicy? Roads { get; init; }
}
