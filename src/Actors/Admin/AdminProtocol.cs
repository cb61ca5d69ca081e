using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Admin;

/// <summary>What the one door understands and answers. HTTP, CLI and dashboard all speak through it.</summary>
public static partial class AdminProtocol
{
    /// <summary>
    /// Hands a file over. Answered with <see cref="Submitted"/> after the commit, or <see cref="Conflict"/> or <see cref="Refused"/>.
    /// </summary>
    /// <param name="Path">The file, an absolute path on the daemon's machine.</param>
    /// <param name="Peer">The receiver: full, bare or domain JID.</param>
    /// <param name="Account">The account that sends; null: the only one configured.</param>
    /// <param name="Key">Idempotency key: the same key gives the same transfer. Null: a new transfer each time.</param>
    /// <param name="Description">Free text for the offer, or null.</param>
    public sealed record Submit(string Path, Jid Peer, Jid? Account, string? Key, string? Description)
    {
        /// <summary>-100 to 100; who waits for a slot with a higher one goes first.</summary>
        public int Priority { get; init; }

        /// <summary>When it gives up; null: after the configured time.</summary>
        public DateTimeOffset? Deadline { get; init; }

        /// <summary>Bytes per second; null: the configured limit.</summary>
        public long? MaxRate { get; init; }

        /// <summary>Which roads it may take; null: as the account.</summary>
        public RoadPolicy? Roads { get; init; }

        /// <summary>Who asks, as the history will say.</summary>
        public string By { get; init; } = "api";
    }

    /// <summary>The transfer is durable. <paramref name="Created"/> is false when the key had been used for the same content.</summary>
    public sealed record Submitted(TransferView Transfer, bool Created);

    /// <summary>The key belongs to a transfer of other content; nothing was changed.</summary>
    public sealed record Conflict(TransferView Existing, string Detail);

    /// <summary>
    /// The request cannot be served: a stable code (such as <c>source-missing</c>) and words with the mend; the transfer's
    /// state when that (<c>wrong-state</c>) is the reason.
    /// </summary>
    public sealed record Refused(string Code, string Detail, TransferStatus? State = null);

    /// <summary>
    /// Pauses, resumes, cancels or retries a transfer; answered with its <see cref="TransferView"/> after the commit,
    /// <see cref="NotFound"/>, or <see cref="Refused"/> (<c>wrong-state</c>).
    /// </summary>
    public sealed record Act(string Id, TransferAction Action)
    {
        /// <summary>Who asks, as the history will say.</summary>
        public string By { get; init; } = "api";
    }

    /// <summary>
    /// Changes what is not null of a transfer that has not ended; answered as <see cref="Act"/>, or <see cref="Refused"/> with
    /// <c>bad-adjustment</c>.
    /// </summary>
    /// <param name="Id">The transfer.</param>
    /// <param name="Priority">-100 to 100; outgoing ones only.</param>
    /// <param name="Deadline">When it gives up; in the future.</param>
    /// <param name="MaxRate">Bytes per second, 1024 at least; 0: the configured limit again.</param>
    /// <param name="Roads">Which roads it may take from its next session on; outgoing ones only.</param>
    public sealed record Adjust(string Id, int? Priority = null, DateTimeOffset? Deadline = null, long? MaxRate = null, RoadPolicy? Roads = null)
    {
        /// <summary>Who asks, as the history will say.</summary>
        public string By { get; init; } = "api";
    }

    /// <summary>Why is it where it is? Answered with <see cref="Explanation"/> or <see cref="NotFound"/>.</summary>
    public sealed record Explain(string Id);

    /// <summary>No session begins any more, here or on a peer's offer, until <see cref="Undrain"/> or a restart; answered with <see cref="Done"/>.</summary>
    public sealed record Drain;

    /// <summary>Sessions begin again; answered with <see cref="Done"/>.</summary>
    public sealed record Undrain;

    /// <summary>It is done.</summary>
    public sealed record Done;

    /// <summary>There is no such transfer.</summary>
    public sealed record NotFound(string Id);
}
