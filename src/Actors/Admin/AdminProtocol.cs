using System.Collections.Immutable;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Admin;

/// <summary>What the one door understands and answers. HTTP, CLI and dashboard all speak through it.</summary>
public static class AdminProtocol
{
    /// <summary>
    /// Hands a file over. Answered with <see cref="Submitted"/> after the commit, or <see cref="Conflict"/> or <see cref="Refused"/>.
    /// </summary>
    /// <param name="Path">The file, an absolute path on the daemon's machine.</param>
    /// <param name="Peer">The receiver: full, bare or domain JID.</param>
    /// <param name="Account">The account that sends; null: the only one configured.</param>
    /// <param name="Key">Idempotency key: the same key gives the same transfer. Null: a new transfer each time.</param>
    /// <param name="Description">Free text for the offer, or null.</param>
    public sealed record Submit(string Path, Jid Peer, Jid? Account, string? Key, string? Description);

    /// <summary>The transfer is durable. <paramref name="Created"/> is false when the key had been used for the same content.</summary>
    public sealed record Submitted(TransferView Transfer, bool Created);

    /// <summary>The key belongs to a transfer of other content; nothing was changed.</summary>
    public sealed record Conflict(TransferView Existing, string Detail);

    /// <summary>The request cannot be served: a stable code (such as <c>source-missing</c>) and words with the mend.</summary>
    public sealed record Refused(string Code, string Detail);

    /// <summary>Asks for transfers, newest first; answered with <see cref="Transfers"/>.</summary>
    /// <param name="State">Only these, or null for all.</param>
    /// <param name="Limit">At most so many, 1 to 1000.</param>
    /// <param name="Before">Only transfers before this cursor (<see cref="Transfers.Next"/> of the page before), or null.</param>
    public sealed record ListTransfers(TransferStatus? State, int Limit, string? Before);

    /// <summary>A page of transfers; <paramref name="Next"/> is the cursor of the page after it, null on the last.</summary>
    public sealed record Transfers(ImmutableArray<TransferView> Items, string? Next);

    /// <summary>Asks for one transfer; answered with <see cref="TransferView"/> or <see cref="NotFound"/>.</summary>
    public sealed record GetTransfer(string Id);

    /// <summary>
    /// Calls a transfer off; answered with its <see cref="TransferView"/> after the commit, <see cref="NotFound"/>,
    /// or <see cref="Refused"/> (<c>wrong-state</c>) when it is already final.
    /// </summary>
    public sealed record CancelTransfer(string Id);

    /// <summary>There is no such transfer.</summary>
    public sealed record NotFound(string Id);
}
