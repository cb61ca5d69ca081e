using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Roads;

namespace Orchestrator.Actors.Transfers;

/// <summary>What may be asked of a transfer; <see cref="TransferDecisions"/> answers with events.</summary>
public abstract record TransferCommand
{
    private TransferCommand()
    {
    }

    /// <summary>Takes a file to be sent.</summary>
    public sealed record Submit(
        string Id, string Account, string Peer, string Path, long Size, DateTimeOffset ModifiedAt, string? Description) : TransferCommand
    {
        /// <summary>-100 to 100.</summary>
        public int Priority { get; init; }

        /// <summary>When it gives up; null: after the configured time.</summary>
        public DateTimeOffset? Deadline { get; init; }

        /// <summary>Bytes per second; null: the configured limit.</summary>
        public long? MaxRate { get; init; }

        /// <summary>Which roads it may take; null: as the account.</summary>
        public RoadPolicy? Roads { get; init; }
    }

    /// <summary>Takes a file that a peer offers.</summary>
    public sealed record AcceptOffer(
        string Id, string Account, string Peer, string? RemoteId, string Name, long Size, DateTimeOffset? ModifiedAt, string? Md5,
        string Inbox, string? Description) : TransferCommand
    {
        /// <summary>Where it is to be fetched from; null: the peer begins the sessions.</summary>
        public string? Url { get; init; }

        /// <summary>The SHA-256 that was offered, if any.</summary>
        public string? Sha256 { get; init; }
    }

    /// <summary>Begins the next session.</summary>
    public sealed record BeginSession(string Sid) : TransferCommand
    {
        /// <summary>Why the roads were chosen, in words.</summary>
        public string? Why { get; init; }

        /// <summary>The full JID that offered.</summary>
        public string? Peer { get; init; }

        /// <summary>Incoming: where the bytes are fetched from; null: they come over a bytestream.</summary>
        public string? Url { get; init; }

        /// <summary>The SHA-256 that was offered with the URL, if any.</summary>
        public string? Sha256 { get; init; }
    }

    /// <summary>The bytestream of the session stands; bytes begin at the receiver's offset.</summary>
    public sealed record BeginStreaming(int Session, string Road, long Offset) : TransferCommand
    {
        /// <summary>What the negotiation went through, when it ended with this.</summary>
        public NegotiationTrace? Negotiated { get; init; }

        /// <summary>What tells the file at a URL from a later one there.</summary>
        public string? Validator { get; init; }
    }

    /// <summary>The receiver has made bytes durable.</summary>
    public sealed record Checkpoint(int Session, long Offset) : TransferCommand;

    /// <summary>All bytes have gone over.</summary>
    public sealed record FinishBytes(int Session, string Sha256) : TransferCommand
    {
        /// <summary>What the negotiation went through, when it ended with this.</summary>
        public NegotiationTrace? Negotiated { get; init; }
    }

    /// <summary>The received bytes are the right ones; they go to this path.</summary>
    public sealed record Verify(string Target) : TransferCommand;

    /// <summary>The verified file cannot be moved into place now.</summary>
    public sealed record PutOff(Reason Reason, string Detail) : TransferCommand;

    /// <summary>The verified file is in place at the receiver.</summary>
    public sealed record Complete(string ConfirmedBy) : TransferCommand;

    /// <summary>The session ended before its time. <paramref name="Offset"/>: the bytes that this side has or has sent.</summary>
    public sealed record Break(int Session, Reason Reason, string? Detail, long Offset) : TransferCommand
    {
        /// <summary>What the negotiation went through, when it ended with this.</summary>
        public NegotiationTrace? Negotiated { get; init; }
    }

    /// <summary>Calls it off.</summary>
    public sealed record CallOff(Reason Reason, string? Detail) : TransferCommand;

    /// <summary>Stops it until <see cref="Resume"/>.</summary>
    public sealed record Pause : TransferCommand;

    /// <summary>Lets it go on after <see cref="Pause"/>.</summary>
    public sealed record Resume : TransferCommand;

    /// <summary>Forgets the backoff.</summary>
    public sealed record RetryNow : TransferCommand;

    /// <summary>Changes what is not null.</summary>
    public sealed record Adjust(int? Priority, DateTimeOffset? Deadline, long? MaxRate, RoadPolicy? Roads) : TransferCommand;

    /// <summary>The deadline's timer went off.</summary>
    public sealed record Expire : TransferCommand;

    /// <summary>The daemon has started, and this is what the journal held.</summary>
    public sealed record Reconcile(long OffsetOnDisk) : TransferCommand;
}
