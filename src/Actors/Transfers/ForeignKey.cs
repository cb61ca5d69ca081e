using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Transfers;

/// <summary>
/// How an offer without our id is known again: only when peer, name and size are equal and its hash or its date is too.
/// </summary>
public static class ForeignKey
{
    /// <summary>The key of an offer; null when it has neither hash nor date, or the sender cannot begin in the middle.</summary>
    public static string? Of(string account, string peer, FileOffer file) =>
        file.RangeSupported ? Of(account, peer, file.Name, file.Size, file.Hash, file.Date) : null;

    /// <summary>The key of a transfer that was accepted.</summary>
    public static string? Of(TransferState state) => Of(state.Account, state.Peer, state.Name, state.Size, state.Md5, state.ModifiedAt);

    private static string? Of(string account, string peer, string name, long size, string? md5, DateTimeOffset? date) =>
        md5 is null && date is null ? null : string.Join('\0', account, peer, name, size, md5 ?? date!.Value.ToString("O"));
}
