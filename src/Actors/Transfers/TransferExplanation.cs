using System.Globalization;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Settings;

namespace Orchestrator.Actors.Transfers;

/// <summary>Explains why a transfer is where it is. Pure.</summary>
internal static class TransferExplanation
{
    public static Explanation Of(TransferState state, HouseFacts house, Progress progress, TransferSettings settings, DateTimeOffset now)
    {
        var (text, waitsFor, next, mend) = What(state, house, progress, settings, now);
        var last = state is { Reason: { } reason, IsFinal: false, Status: not (TransferStatus.Interrupted or TransferStatus.WaitingForPeer), IsVerified: false }
            ? $" Session {state.Session} or one before it ended with {reason}{Words(state.Detail)}."
            : "";
        var deadline = state.IsFinal ? "" : $" It gives up at {Time(state.Deadline)}.";
        return new Explanation($"{text}{last}{deadline}", waitsFor, next, mend);
    }

    private static Why What(TransferState state, HouseFacts house, Progress progress, TransferSettings settings, DateTimeOffset now) => state switch
    {
        { Status: TransferStatus.Completed, Direction: TransferDirection.Outgoing } =>
            new($"Completed at {Time(state.UpdatedAt)}: all {state.Size} bytes are at {state.Peer} (confirmed by: {state.ConfirmedBy}).", "nothing"),
        { Status: TransferStatus.Completed } => new($"Completed at {Time(state.UpdatedAt)}: the file is at {state.Path}, verified by its {state.ConfirmedBy}.", "nothing"),
        { IsFinal: true } => new(
            $"{state.Status} at {Time(state.UpdatedAt)}, which is final: {state.Reason}{Words(state.Detail)}.", "nothing", Mend: Mends.For(state)),
        { Status: TransferStatus.Paused } => new(
            $"Paused at {Time(state.UpdatedAt)} with {state.Offset} of {state.Size} bytes over.", "paused", Mend: $"orchestrator resume {state.Id}"),
        { IsVerified: true } => new(
            $"Every byte is here and verified; the file is being moved to {state.Path}{Words(state.Detail)}.", "disk", Mend: state.Reason is null ? null : Mends.For(state)),
        { Status: TransferStatus.Streaming } => Streaming(state, progress),
        { Status: TransferStatus.Negotiating } => new(
            $"Session {state.Session} is being agreed on with {state.Peer}; each step has {settings.NegotiationTimeout.TotalSeconds:0} s.", "peer"),
        { Status: TransferStatus.Verifying, Direction: TransferDirection.Outgoing } => new(
            $"Every byte was sent; the word of {state.Peer} that it has the file, whole and in place, is awaited for {settings.ConfirmTimeout.TotalSeconds:0} s, then it is asked anew.", "receipt"),
        { Status: TransferStatus.Verifying } => new($"Every byte is here; the hash from {state.Peer} is awaited to verify it.", "peer"),
        _ => Idle(state, house, settings, now),
    };

    private static Why Streaming(TransferState state, Progress progress)
    {
        var position = Math.Max(progress.Position, state.Offset);
        var rate = progress.Rate is { } known ? $" at {known:0} bytes per second" : "";
        var eta = progress.Eta(state.Size);
        return new(
            $"{position} of {state.Size} bytes are over, by {state.Road} in session {state.Session}{rate}{(eta is { } end ? $"; at this rate the last byte moves at {Time(end)}" : "")}.", "bytes");
    }

    // No session is under way.
    private static Why Idle(TransferState state, HouseFacts house, TransferSettings settings, DateTimeOffset now)
    {
        if (Account(state, house) is { } account)
            return account;
        if (house.Draining)
            return new($"This daemon is being drained: no session begins.", "drain", Mend: "orchestrator undrain");
        var broke = state.Status is TransferStatus.Interrupted or TransferStatus.WaitingForPeer ? $"Session {state.Session} ended with {state.Reason}{Words(state.Detail)}. " : "";
        if (!state.BeginsSessions)
        {
            var disk = state.Reason == Reason.DiskFull.Code || state.Reason == Reason.InboxUnwritable.Code;
            return new($"{broke}{state.Offset} of {state.Size} bytes are here; {state.Peer} has to offer the file again, as only the sender can begin a session.",
                disk ? "disk" : "peer-offer", Mend: Mends.For(state));
        }

        if (house.Ahead is { } ahead && state.Direction == TransferDirection.Incoming)
            return new($"{broke}It waits for a slot to fetch: {house.Receiving} of {settings.MaxActive} are taken, and {ahead} go before it.", "slot",
                Mend: "transfer.max-active is the number of slots.");
        if (house.Ahead is { } others)
            return new($"{broke}It waits for a slot: {house.Active} of {settings.MaxActive} are taken, and {others} transfers go before it (priority {state.Priority}).", "slot",
                Mend: $"A higher priority brings it forward (orchestrator set {state.Id} --priority N); transfer.max-active is the number of slots.");
        var due = state.NextAttemptAt is { } at ? at > now ? $"The next attempt is at {Time(at)}" : "The next attempt is due now" : "The next attempt is due now";
        return state.Status == TransferStatus.WaitingForPeer
            ? new($"{broke}{state.Peer} is not there. {due}, or as soon as its presence is seen.", "peer", state.NextAttemptAt, Mends.For(state))
            : new($"{broke}{due} ({state.FruitlessSessions} sessions in a row moved no byte).", "backoff", state.NextAttemptAt, Mends.For(state));
    }

    private static Why? Account(TransferState state, HouseFacts house) => house.Accounts.GetValueOrDefault(state.Account) switch
    {
        null => new($"Account {state.Account} is not configured any more, so nothing can be sent or received for it.", "account",
            Mend: $"Configure {state.Account} again and restart, or orchestrator cancel {state.Id}"),
        { State: AccountState.Disabled } => new($"Account {state.Account} is disabled.", "account", Mend: $"Enable account {state.Account}."),
        { State: AccountState.Refused } account => new(
            $"The server does not let account {state.Account} in{Words(account.Detail)}.", "account", Mend: "Mend the account's configuration and restart; orchestrator accounts shows what the server said."),
        { State: AccountState.Offline or AccountState.Connecting } account => new(
            $"Account {state.Account} is not connected{Words(account.Detail)}; it is tried again by itself.", "account", Mend: "orchestrator accounts shows the connection."),
        _ => null,
    };

    private static string Words(string? detail) => string.IsNullOrEmpty(detail) ? "" : $" ({detail.TrimEnd('.')})";

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Why(string Text, string WaitsFor, DateTimeOffset? Next = null, string? Mend = null);
}
