using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Actors.Door;

/// <summary>
/// All ad-hoc commands. What the admin actor can be asked over HTTP, it can be asked here; only a file's content cannot be uploaded.
/// </summary>
internal static class DoorCommands
{
    private const int Page = 50;
    private const int Events = 200;

    /// <summary>In the order of the menu.</summary>
    public static ImmutableArray<DoorCommand> All { get; } =
    [
        new("list", "List transfers", [.. DoorFields.Filter, .. DoorFields.Order, DoorFields.After], (form, _) => new AdminProtocol.ListTransfers(
            form.Filter(), form.OptionalChoice<TransferOrder>("order") ?? TransferOrder.Created, !form.Flag("ascending"), Page, form.Value("after"))),
        new("show", "Show a transfer", [DoorFields.Id], (form, _) => new AdminProtocol.GetTransfer(form.Required("id"))),
        new("explain", "Explain why a transfer is where it is", [DoorFields.Id], (form, _) => new AdminProtocol.Explain(form.Required("id"))),
        new("history", "Show what happened to a transfer", [DoorFields.Id, DoorFields.After], (form, _) =>
            new AdminProtocol.GetHistory(form.Required("id"), form.OptionalNumber("after") ?? 0, Events)),
        new("events", "Show what happened to all transfers", [DoorFields.After with { Label = "Go on after this, the 'next' of the answer before; 0: the oldest; empty: the newest" }], (form, _) =>
            new AdminProtocol.GetEvents(form.OptionalNumber("after") ?? -Page, Events)),
        new("counts", "Count transfers", [new("by", "list-single", "By", nameof(CountBy.State)) { Options = DoorFields.Names<CountBy>() }, .. DoorFields.Filter], (form, _) =>
            new AdminProtocol.GetCounts(form.OptionalChoice<CountBy>("by") ?? CountBy.State, form.Filter())),
        new("send", "Send a file",
        [
            new("path", "text-single", "File, by its absolute path on the daemon's machine") { IsRequired = true },
            new("peer", "jid-single", "Receiver") { IsRequired = true },
            new("account", "jid-single", "Our account; may be empty when there is one"),
            new("key", "text-single", "Idempotency key: the same key gives the same transfer"),
            new("description", "text-single", "Text that goes with the offer"),
            .. DoorFields.Wishes,
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
        new("set", "Change priority, deadline, rate or roads of a transfer", [DoorFields.Id, .. DoorFields.Wishes], (form, asker) =>
            form.Wishes(form.Required("id")) with { By = By(asker) }),
        new("all", "Pause, resume, retry or cancel many transfers",
            [new("action", "list-single", "Action") { Options = DoorFields.Names<TransferAction>(), IsRequired = true }, .. DoorFields.Filter, .. DoorFields.Care], (form, asker) =>
            new AdminProtocol.ActOnAll(form.Filter(), form.RequiredChoice<TransferAction>("action"), null, form.Flag("dry-run"), form.Flag("confirm")) { By = By(asker) }),
        new("set-all", "Change priority, deadline, rate or roads of many transfers", [.. DoorFields.Wishes, .. DoorFields.Filter, .. DoorFields.Care], (form, asker) =>
            new AdminProtocol.ActOnAll(form.Filter(), null, form.Wishes(id: ""), form.Flag("dry-run"), form.Flag("confirm")) { By = By(asker) }),
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
        new(name, title, [DoorFields.Id], (form, asker) => new AdminProtocol.Act(form.Required("id"), action) { By = By(asker) });

    private static DoorCommand Switch(string name, string title, Func<Jid, object> question) =>
        new(name, title, [new FormField("jid", "jid-single", "JID") { IsRequired = true }], (form, _) => question(form.RequiredJid("jid")));

    // As the history will say.
    private static string By(Jid asker) => $"xmpp:{asker}";
}
