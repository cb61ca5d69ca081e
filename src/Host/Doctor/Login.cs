using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Xml.Linq;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Host.Doctor;

/// <summary>One account: the name of its server, the port, TLS, the password, then the proxies that the server offers.</summary>
internal static class Login
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async IAsyncEnumerable<Finding> CheckAsync(
        AccountSettings account, ProxySettings proxies, bool daemonRuns, ILoggerFactory loggers, [EnumeratorCancellation] CancellationToken stop)
    {
        var (xmpp, name) = (account.Xmpp, account.Xmpp.Jid.Bare);
        var dns = await Network.ResolveAsync($"dns {name}", xmpp.Host, "correct the account's host, or the name service", stop);
        yield return dns;
        if (dns.Verdict == Verdict.Fault)
            yield break;
        if (await Network.RefusalAsync(xmpp.Host, xmpp.Port, stop) is { } refusal)
        {
            yield return Finding.Fault($"port {name}", $"{xmpp.Host}:{xmpp.Port} does not accept connections ({refusal}): start the server, or correct host and port, or open the firewall");
            yield break;
        }

        if (xmpp.IsComponent && daemonRuns)
        {
            yield return Finding.Ok($"login {name}", "not tried: the running daemon holds the component; 'orchestrator accounts' tells how it is connected");
            yield break;
        }

        // A resource of its own, so that a daemon that runs keeps its session.
        var options = xmpp with
        {
            Jid = xmpp.IsComponent ? xmpp.Jid : name.WithResource("doctor-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))),
            ConnectTimeout = Patience,
            RequestTimeout = Patience,
        };
        await using var client = new XmppClient(options, new Deaf(), TimeProvider.System, loggers.CreateLogger<XmppClient>());
        var login = await TryAsync(() => client.ConnectAsync(stop));
        yield return login is null
            ? Finding.Ok($"login {name}", $"{xmpp.Host}:{xmpp.Port}, {(xmpp.Tls == TlsMode.Insecure ? "no TLS" : "TLS")}, the password is right")
            : Finding.Fault($"login {name}", login);
        if (login is not null)
            yield break;
        await foreach (var finding in ProxiesAsync(client, xmpp, proxies, stop))
            yield return finding;
    }

    private static async IAsyncEnumerable<Finding> ProxiesAsync(XmppClient client, XmppOptions xmpp, ProxySettings settings, [EnumeratorCancellation] CancellationToken stop)
    {
        var found = settings.Configured.ToList();
        if (settings.Discover && await AskAsync(client, Jid.Parse(xmpp.Jid.Domain), DiscoItems.Query(), DiscoItems.Parse) is { } items)
        {
            foreach (var item in items.Items.Select(i => i.Jid).Distinct().Take(32))
            {
                if ((await AskAsync(client, item, DiscoInfo.Query(), DiscoInfo.Parse))?.Is("proxy", "bytestreams") is true)
                    found.Add(item);
            }
        }

        if (found.Count == 0)
            yield return Finding.Warning($"proxies {xmpp.Jid.Bare}", "the server offers no SOCKS5 proxy, and none is configured: peers that cannot reach this machine get files in-band, slowly");
        foreach (var proxy in found.Distinct())
        {
            var check = $"proxy {proxy}";
            var hosts = await AskAsync(client, proxy, new XElement(Ns.Bytestreams + "query"), query => new Hosts([.. Streamhost.ReadAll(query)]));
            if (hosts is null or { All: [] })
                yield return Finding.Fault(check, "it does not tell its address; a Prosody refuses components unless proxy65_open_access = true, else ask the server's operator");
            foreach (var host in hosts?.All ?? [])
            {
                yield return await Network.RefusalAsync(host.Host, host.Port, stop) is { } refusal
                    ? Finding.Fault(check, $"{host.Host}:{host.Port} does not accept connections ({refusal}): correct the proxy's address at the server, or open the firewall")
                    : Finding.Ok(check, $"{host.Host}:{host.Port} accepts connections");
            }
        }
    }

    private static async Task<string?> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (XmppException e)
        {
            return e.Message;
        }
    }

    // A service that answers with an error, or nonsense, or not at all, tells nothing.
    private static async Task<T?> AskAsync<T>(XmppClient client, Jid to, XElement query, Func<XElement, T> read)
        where T : class
    {
        try
        {
            return await client.RequestAsync(to, IqType.Get, query, Patience) is { } answer ? read(answer) : null;
        }
        catch (Exception e) when (e is XmppException or StanzaErrorException)
        {
            return null;
        }
    }

    private sealed record Hosts(IReadOnlyList<Streamhost> All);

    /// <summary>Nobody is there for what others ask.</summary>
    private sealed class Deaf : IStanzaHandler
    {
        public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation) => Task.FromResult(IqAnswer.NotHandled);

        public void OnPresence(XElement presence)
        {
        }

        public void OnMessage(XElement message)
        {
        }
    }
}
