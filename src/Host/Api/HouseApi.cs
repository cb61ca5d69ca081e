using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary>Counts, accounts, proxies and the node itself.</summary>
internal static class HouseApi
{
    public static IEnumerable<ApiRoute> Routes(IActorRef admin) =>
    [
        new("GET", "/v1/counts", Role.Read, "Counts transfers", context => CountAsync(context, admin))
        {
            Query = [new("by", "state, account, peer, road, proxy, reason or direction; state when absent"), .. FilterReader.Parameters],
            Answers = [new(200, "The counts", typeof(AdminProtocol.Counts))],
        },
        new("GET", "/v1/accounts", Role.Read, "Tells the accounts and how they are connected",
            async context => await context.AnswerAsync((await AdminDoor.AskAsync<AdminProtocol.Accounts>(admin, new AdminProtocol.GetAccounts())).Items, ApiJson.Default.ImmutableArrayAccountView))
        {
            Answers = [new(200, "The accounts", typeof(ImmutableArray<AccountView>))],
        },
        Account(admin, "enable", true, "Connects an account again"),
        Account(admin, "disable", false, "Disconnects an account; its transfers wait, also after a restart"),
        new("GET", "/v1/proxies", Role.Read, "Tells the SOCKS5 proxies and their health",
            async context => await context.AnswerAsync((await AdminDoor.AskAsync<AdminProtocol.Proxies>(admin, new AdminProtocol.GetProxies())).Items, ApiJson.Default.ImmutableArrayProxyView))
        {
            Answers = [new(200, "The proxies", typeof(ImmutableArray<ProxyView>))],
        },
        Proxy(admin, "enable", true, "Offers a proxy again"),
        Proxy(admin, "disable", false, "Offers a proxy no more, also after a restart"),
        new("GET", "/v1/node", Role.Read, "Tells how the daemon does, and its limits", context => NodeAsync(context, admin)) { Answers = [new(200, "The daemon", typeof(NodeView))] },
        Node(admin, "drain", new AdminProtocol.Drain(), "Begins no session any more; what runs ends. A restart ends it"),
        Node(admin, "undrain", new AdminProtocol.Undrain(), "Begins sessions again"),
    ];

    private static ApiRoute Account(IActorRef admin, string verb, bool enabled, string summary) =>
        new("POST", $"/v1/accounts/{{jid}}/{verb}", Role.Write, summary, async context =>
            await context.AnswerAsync(await AdminDoor.AskAsync<AccountView>(admin, new AdminProtocol.SetAccountEnabled(Jid(context), enabled)), ApiJson.Default.AccountView))
        {
            Answers = [new(200, "The account", typeof(AccountView))],
        };

    private static ApiRoute Proxy(IActorRef admin, string verb, bool enabled, string summary) =>
        new("POST", $"/v1/proxies/{{jid}}/{verb}", Role.Write, summary, async context =>
            await context.AnswerAsync(await AdminDoor.AskAsync<ProxyView>(admin, new AdminProtocol.SetProxyEnabled(Jid(context), enabled)), ApiJson.Default.ProxyView))
        {
            Answers = [new(200, "The proxy", typeof(ProxyView))],
        };

    private static ApiRoute Node(IActorRef admin, string verb, object command, string summary) =>
        new("POST", $"/v1/node/{verb}", Role.Write, summary, async context =>
        {
            await AdminDoor.AskAsync<AdminProtocol.Done>(admin, command);
            await NodeAsync(context, admin);
        })
        {
            Answers = [new(200, "The daemon", typeof(NodeView))],
        };

    private static async Task NodeAsync(HttpContext context, IActorRef admin) =>
        await context.AnswerAsync(await AdminDoor.AskAsync<NodeView>(admin, new AdminProtocol.GetNode()), ApiJson.Default.NodeView);

    private static async Task CountAsync(HttpContext context, IActorRef admin)
    {
        var text = context.Request.Query["by"] is { Count: > 0 } values ? values.ToString() : "state";
        CountBy? by = Enum.GetValues<CountBy>().Cast<CountBy?>().FirstOrDefault(known => known.ToString()!.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (by is null)
            throw new ProblemException(400, "bad-group", $"'{text}' is nothing to count by; write state, account, peer, road, proxy, reason or direction.");
        var counts = await AdminDoor.AskAsync<AdminProtocol.Counts>(admin, new AdminProtocol.GetCounts(by.Value, FilterReader.Read(context.Request.Query)));
        await context.AnswerAsync(counts, ApiJson.Default.Counts);
    }

    private static Xmpp.Jid Jid(HttpContext context) => SubmitReader.Address("jid", (string)context.Request.RouteValues["jid"]!);
}
