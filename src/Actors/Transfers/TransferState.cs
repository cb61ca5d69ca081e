using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Roads;

namespace Orchestrator.Actors.Transfers;

/// <summary>What is durably known of one transfer: the sum of its events.</summary>
public sealed record TransferState
{
    /// <summary>Nothing happened yet.</summary>
    public static readonly TransferState None = new();

    /// <summary>The id; empty before the first event.</summary>
    public string Id { get; init; } = "";

    /// <summary>Which way.</summary>
    public TransferDirection Direction { get; init; }

    /// <summary>Where it is.</summary>
    public TransferStatus Status { get; init; }

    /// <summary>Our account, bare.</summary>
    public string Account { get; init; } = "";

    /// <summary>The peer.</summary>
    public string Peer { get; init; } = "";

    /// <summary>The id that both sides use when they speak of it; null: the sender is no Orchestrator.</summary>
    public string? SharedId { get; init; }

    /// <summary>The name as offered.</summary>
    public string Name { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>The source's modification time.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The MD5 that was offered.</summary>
    public string? Md5 { get; init; }

    /// <summary>Outgoing: the source. Incoming: the inbox until the target is chosen, then the target.</summary>
    public string Path { get; init; } = "";

    /// <summary>Incoming: the inbox.</summary>
    public string Inbox { get; init; } = "";

    /// <summary>Free text of the offer.</summary>
    public string? Description { get; init; }

    /// <summary>The number of the last session; 0 before the first.</summary>
    public int Session { get; init; }

    /// <summary>Its stream id.</summary>
    public string Sid { get; init; } = "";

    /// <summary>Incoming: where the bytes are fetched from; null: the peer begins the sessions. May hold a secret.</summary>
    public string? Url { get; init; }

    /// <summary>The SHA-256 that was offered with the URL.</summary>
    public string? OfferedSha256 { get; init; }

    /// <summary>What tells the file at the URL, of which the bytes on disk are, from a later one there.</summary>
    public string? Validator { get; init; }

    /// <summary>Incoming: bytes on disk. Outgoing: bytes known to have been sent.</summary>
    public long Offset { get; init; }

    /// <summary>Where the last session that streamed began.</summary>
    public long ResumedAt { get; init; }

    /// <summary>Its road.</summary>
    public string? Road { get; init; }

    /// <summary>Hash of the whole file, once this side has seen all of it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Incoming: the bytes were verified; only the move is left.</summary>
    public bool IsVerified { get; init; }

    /// <summary>What confirmed completion.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>The last failure.</summary>
    public string? Reason { get; init; }

    /// <summary>In words.</summary>
    public string? Detail { get; init; }

    /// <summary>Sessions in a row that moved no byte: the exponent of the backoff.</summary>
    public int FruitlessSessions { get; init; }

    /// <summary>Failures that are retried only a bounded number of times.</summary>
    public int BoundedFailures { get; init; }

    /// <summary>When the next session is due.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>First event.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last event.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it gives up.</summary>
    public DateTimeOffset Deadline { get; init; }

    /// <summary>-100 to 100: its place among those that wait for a slot.</summary>
    public int Priority { get; init; }

    /// <summary>Its own limit in bytes per second; null: the configured one.</summary>
    public long? MaxRate { get; init; }

    /// <summary>Which roads it may take; null: as the account.</summary>
    public RoadPolicy? Roads { get; init; }

    /// <summary>The full JID at the other end of the last session, as far as it is known.</summary>
    public string? PeerFull { get; init; }

    /// <summary>The peer is known to be an Orchestrator.</summary>
    public bool PeerConfirms { get; init; }

    /// <summary>When bytes began to move, or all had moved.</summary>
    public DateTimeOffset? PhaseBegan { get; init; }

    /// <summary>The last sessions, the oldest first.</summary>
    public ImmutableArray<SessionView> History { get; init; } = [];

    /// <summary>All bytes were sent, and the receiver can be asked whether it has the file.</summary>
    public bool CanAskForWord => PeerConfirms && PeerFull is not null && this is { Direction: TransferDirection.Outgoing, Status: TransferStatus.Verifying };

    /// <summary>
    /// Its place among those that wait for a slot. By age, so that what was begun is finished; but whose last sessions moved nothing stands
    /// behind all that came before its last failure: a thousand transfers to a dead peer must not keep the others from theirs.
    /// </summary>
    public DateTimeOffset WaitsSince => FruitlessSessions == 0 ? CreatedAt : UpdatedAt;

    /// <summary>Something happened already.</summary>
    public bool Exists => Id.Length > 0;

    /// <summary>Nothing more will happen.</summary>
    public bool IsFinal => Status.IsFinal();

    /// <summary>This side begins the sessions: it sends, or it fetches.</summary>
    public bool BeginsSessions => Direction == TransferDirection.Outgoing || Url is not null;

    /// <summary>A session is under way.</summary>
    public bool IsActive => Status is TransferStatus.Negotiating or TransferStatus.Streaming or TransferStatus.Verifying;

    /// <summary>The state after an event. Pure; replay gives the same state.</summary>
    public TransferState Apply(TransferEvent happened) => (happened switch
    {
        Submitted e => this with
        {
            Id = e.Id,
            SharedId = e.Id,
            Direction = TransferDirection.Outgoing,
            Status = TransferStatus.Queued,
            Account = e.Account,
            Peer = e.Peer,
            Name = System.IO.Path.GetFileName(e.Path),
            Path = e.Path,
            Size = e.Size,
            ModifiedAt = e.ModifiedAt,
            Description = e.Description,
            Deadline = e.Deadline,
            Priority = e.Priority,
            MaxRate = e.MaxRate,
            Roads = e.Roads,
            CreatedAt = e.At,
        },
        OfferAccepted e => this with
        {
            Id = e.Id,
            SharedId = e.RemoteId,
            Direction = TransferDirection.Incoming,
            Status = TransferStatus.Queued,
            Account = e.Account,
            Peer = e.Peer,
            Name = e.Name,
            Size = e.Size,
            ModifiedAt = e.ModifiedAt,
            Md5 = e.Md5,
            Path = e.Inbox,
            Inbox = e.Inbox,
            Description = e.Description,
            Url = e.Url,
            OfferedSha256 = e.Sha256,
            Deadline = e.Deadline,
            CreatedAt = e.At,
        },
        SessionStarted e => this with
        {
            Status = TransferStatus.Negotiating,
            Session = e.Session,
            Sid = e.Sid,
            NextAttemptAt = null,
            PeerFull = e.Peer ?? PeerFull,
            Url = e.Url,
            OfferedSha256 = e.Sha256,
        },
        StreamingStarted e => (this with
        {
            Status = TransferStatus.Streaming,
            Road = e.Road,
            Offset = e.Offset,
            ResumedAt = e.Offset,
            PhaseBegan = e.At,
            Validator = e.Validator,
        }).Knowing(e.Negotiated),
        Checkpointed e => this with { Offset = e.Offset },
        BytesDone e => (this with { Status = TransferStatus.Verifying, Offset = Size, Sha256 = e.Sha256, PhaseBegan = e.At }).Knowing(e.Negotiated),
        Verified e => this with { Status = TransferStatus.Verifying, Path = e.Target, IsVerified = true },
        PutOff e => this with { Reason = e.Reason, Detail = e.Detail },
        Interrupted e => (this with
        {
            Status = Transfers.Reason.Of(e.Reason).Retry == Retry.WhenPeerIsThere ? TransferStatus.WaitingForPeer : TransferStatus.Interrupted,
            Reason = e.Reason,
            Detail = e.Detail,
            Offset = e.Offset,
            NextAttemptAt = e.NextAttemptAt,
            Sha256 = e.Offset < Size ? null : Sha256,
            IsVerified = false,
            FruitlessSessions = Status is TransferStatus.Streaming or TransferStatus.Verifying && e.Offset > ResumedAt ? 0 : FruitlessSessions + 1,
            BoundedFailures = BoundedFailures + (Transfers.Reason.Of(e.Reason).Retry == Retry.Bounded ? 1 : 0),
        }).Knowing(e.Negotiated),
        Completed e => this with
        {
            Status = TransferStatus.Completed,
            Offset = Size,
            ConfirmedBy = e.ConfirmedBy,
            Reason = null,
            Detail = null,
            NextAttemptAt = null,
        },
        Ended e => this with { Status = e.Status, Reason = e.Reason, Detail = e.Detail, Offset = e.Offset ?? Offset, NextAttemptAt = null },
        Paused => this with { Status = TransferStatus.Paused, NextAttemptAt = null },
        Resumed => this with { Status = TransferStatus.Queued, FruitlessSessions = 0 },
        RetriedNow => this with { NextAttemptAt = happened.At, FruitlessSessions = 0, BoundedFailures = 0 },
        Adjusted e => this with
        {
            Priority = e.Priority ?? Priority,
            Deadline = e.Deadline ?? Deadline,
            MaxRate = e.MaxRate is 0 ? null : e.MaxRate ?? MaxRate,
            Roads = e.Roads ?? Roads,
        },
        _ => this,
    }) with
    { UpdatedAt = happened.At, History = SessionHistory.After(this, happened) };

    private TransferState Knowing(NegotiationTrace? trace) =>
        trace is null ? this : this with { PeerFull = trace.Peer ?? PeerFull, PeerConfirms = trace.Confirms ?? PeerConfirms };
}
