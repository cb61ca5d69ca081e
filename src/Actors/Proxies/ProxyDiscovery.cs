using System.Collections.Immutable;
using System.Xml.Linq;
using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Actors.Proxies;

/// <summary>
/// Finds the proxies of an account's server (XEP-0065 §4): its items, those that are proxies, their addresses. One bad answer
/// costs that one proxy, never the list.
/// </summary>
internal sealed class ProxyDiscovery(AccountProtocol.AccountRef account, TimeSpan timeout)
{
    private const int MaxItems = 64;

    /// <summary>What was found, and what went wrong on the way.</summary>
    public sealed record Result(ImmutableArray<Streamhost> Hosts, ImmutableArray<string> Faults);

    /// <summary>Asks the configured proxies for their addresses and, if wanted, the server for more.</summary>
    public async Task<Result> RunAsync(ImmutableArray<Jid> configured, bool discover)
    {
        var faults = new List<string>();
        var proxies = configured.ToList();
        if (discover)
            proxies.AddRange(await OfServerAsync(faults));
        var hosts = await Task.WhenAll(proxies.Distinct().Select(proxy => AddressAsync(proxy, faults)));
        lock (faults)
            return new Result([.. hosts.SelectMany(h => h)], [.. faults]);
    }

    private async Task<IEnumerable<Jid>> OfServerAsync(List<string> faults)
    {
        var domain = account.Settings.Xmpp.Jid.Domain;
        // A component's own address is the component itself: its server is the domain above.
        var server = Jid.Parse(account.Settings.Xmpp.IsComponent ? domain[(domain.IndexOf('.') + 1)..] : domain);
        var items = await AskAsync(server, DiscoItems.Query(), DiscoItems.Parse, faults);
        if (items is null)
            return [];
        // What does not say what it is may be anything: only a proxy that gives no address is worth a word.
        var candidates = items.Items.Where(i => i.Node is null).Select(i => i.Jid).Distinct().Take(MaxItems);
        var answers = await Task.WhenAll(candidates.Select(async jid => (Jid: jid, Info: await AskAsync(jid, DiscoInfo.Query(), DiscoInfo.Parse, null))));
        return answers.Where(a => a.Info?.Is("proxy", "bytestreams") == true).Select(a => a.Jid);
    }

    private async Task<ImmutableArray<Streamhost>> AddressAsync(Jid proxy, List<string> faults)
    {
        var hosts = await AskAsync(proxy, new XElement(Ns.Bytestreams + "query"), payload => new Hosts(Streamhost.ReadAll(payload)), faults);
        if (hosts is { All.Length: 0 })
            Note(faults, $"{proxy} told no address");
        return hosts?.All ?? [];
    }

    private async Task<T?> AskAsync<T>(Jid to, XElement query, Func<XElement, T> parse, List<string>? faults)
        where T : class
    {
        try
        {
            var answer = await account.Actor.Ask<object>(new AccountProtocol.Ask(to, IqType.Get, query, timeout), timeout + TimeSpan.FromSeconds(5));
            switch (answer)
            {
                case AccountProtocol.Answered { Payload: { } payload }:
                    return parse(payload);
                case AccountProtocol.Refused { Error: var error }:
                    Note(faults, $"{to} answered {error}");
                    return null;
                default:
                    Note(faults, $"{to} did not answer");
                    return null;
            }
        }
        catch (Exception e) when (e is StanzaErrorException or AskTimeoutException)
        {
            Note(faults, $"{to}: {e.Message}");
            return null;
        }
    }

    private static void Note(List<string>? faults, string fault)
    {
        if (faults is null)
            return;
        lock (faults)
            faults.Add(fault);
    }

    private sealed record Hosts(ImmutableArray<Streamhost> All);
}
