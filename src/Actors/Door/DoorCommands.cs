using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Actors.Door;

/// <summary>
/// All ad-hoc commands. What the admin actor can be asked over HTTP, it can be asked here, but for what a chat window is no place for:
/// pages beyond the first, the feed of events, uploads, and other wishes for many transfers at once.
/// </summary>
internal static class DoorCommands
{
    private const int Page = 50;
    private const int Events = 200;

    private static readonly FormField _id = new("id", "text-single", "Transfer (its id)") { IsRequired = true };

    private static readonly ImmutableArray<FormField> _filter =
    [
        new("state", "list-multi", "In one of these states") { Options = Names<TransferStatus>() },
        new("direction", "list-single", "Direction") { Options = Names<TransferDirection>() },
        new("account", "jid-single", "Our account"),
        new("peer", "jid-single", "Peer"),
        new("reason", "text-single", "Last failure, such as peer-unavailable"),
        new("text", "text-single", "Part of name, path, peer, description or id"),
        new("stuck", "boolean", "Only what is stuck", "0"),
    ];

    private static readonly ImmutableArray<FormField> _wishes =
    [
        new("priority", "text-single", "Priority, -100 to 100"),
        new("deadline", "text-single", "Deadline, such as 2026-12-31T18:00:00Z"),
        new("max-rate", "text-single", "Bytes per second; 0: the configured limit"),
        new("roads", "list-single", "Roads") { Options = Names<RoadPolicy>() },
    ];

    /// <summary>In the order of the menu.</summary>
    public static ImmutableArray<DoorCommand> All { get; } =
    [
        new("list", "List transfers", _filter, (form, _) =>
            new AdminProtocol.ListTransfers(form.Filter(), TransferOrder.Created, Descending: true, Page, null)),
        new("show", "Show a transfer", [_id], (form, _) => new AdminProtocol.GetTransfer(form.Required("id"))),
        new("explain", "Explain why a transfer is where it is", [_id], (form, _) => new AdminProtocol.Explain(form.Required("id"))),
        new("history", "Show what happened to a transfer", [_id], (form, _) => new AdminProtocol.GetHistory(form.Required("id"), 0, Events)),
        new("counts", "Count transfers", [new("by", "list-single", "By", nameof(CountBy.State)) { Options = Names<CountBy>() }], (form, _) =>
            new AdminProtocol.GetCounts(form.OptionalChoice<CountBy>("by") ?? CountBy.State, null)),
        new("send", "Send a file",
        [
            new("path", "text-single", "File, by its absolute path on the daemon's machine") { IsRequired = true },
            new("peer", "jid-single", "Receiver") { IsRequired = true },
            new("account", "jid-single", "Our account; may be empty when there is one"),
            new("key", "text-single", "Idempotency key: the same key gives the same transfer"),
            new("description", "text-single", "Text that goes with the offer"),
            .. _wishes,
        ], (form, asker) =>
            new AdminProtocol.Submit(form.Required("path"), form.RequiredJid("peer"), form.OptionalJid("account"), form.Value("key"), form.Value("description"))
            {
                Priority = form.OptionalInt("priority") ?? 0,
                Deadline = form.OptionalTime("deadline"),
                MaxRate = form.OptionalNumber("max-rate"),
                Roads = form.OptionalChoice<RoadPolicy>("roads"),
                By = By(asker),
            }),
        One("pause", "Pause a transfer", TransferAction.Pause),
        One("resume", "Resume a paused transfer", TransferAction.Resume),
        One("retry", "Try a waiting transfer now", TransferAction.Retry),
        One("cancel", "Cancel a transfer for good", TransferAction.Cancel),
        new("set", "Change priority, deadline, rate or roads of a transfer", [_id, .. _wishes], (form, asker) =>
            new AdminProtocol.Adjust(
                form.Required("id"),
                form.OptionalInt("priority"),
                form.OptionalTime("deadline"),
                form.OptionalNumber("max-rate"),
                form.OptionalChoice<RoadPolicy>("roads")) { By = By(asker) }),
        new("all", "Pause, resume, retry or cancel many transfers",
        [
            new("action", "list-single", "Action") { Options = Names<TransferAction>(), IsRequired = true },
            .. _filter,
            new("dry-run", "boolean", "Only tell which they are", "1"),
            new("confirm", "boolean", "All transfers are meant, where nothing restricts them", "0"),
        ], (form, asker) =>
            new AdminProtocol.ActOnAll(form.Filter(), form.RequiredChoice<TransferAction>("action"), null, form.Flag("dry-run"), form.Flag("confirm")) { By = By(asker) }),
        new("accounts", "Show the accounts", [], (_, _) => new AdminProtocol.GetAccounts()),
        Switch("enable-account", "Connect an account", jid => new AdminProtocol.SetAccountEnabled(jid.Bare, true)),
        Switch("disable-account", "Disconnect an account; its transfers wait", jid => new AdminProtocol.SetAccountEnabled(jid.Bare, false)),
        new("proxies", "Show the SOCKS5 proxies", [], (_, _) => new AdminProtocol.GetProxies()),
        Switch("enable-proxy", "Use a proxy", jid => new AdminProtocol.SetProxyEnabled(jid, true)),
        Switch("disable-proxy", "Use a proxy no more", jid => new AdminProtocol.SetProxyEnabled(jid, false)),
        new("node", "Show the daemon", [], (_, _) => new AdminProtocol.GetNode()),
        new("drain", "Drain: finish what runs, start nothing", [], (_, _) => new AdminProtocol.Drain()),
        new("undrain", "End the drain", [], (_, _) => new AdminProtocol.Undrain()),
    ];

    private static DoorCommand One(string name, string title, TransferAction action) =>
        new(name, title, [_id], (form, asker) => new AdminProtocol.Act(form.Required("id"), action) { By = By(asker) });

    private static DoorCommand Switch(string name, string title, Func<Jid, object> question) =>
        new(name, title, [new FormField("jid", "jid-single", "JID") { IsRequired = true }], (form, _) => question(form.RequiredJid("jid")));

    // As the history will say.
    private static string By(Jid asker) => $"xmpp:{asker}";

    private static ImmutableArray<string> Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>()];
}
