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
/// costs that one proxy, never the list, and one that is silent keeps no other waiting.
/// </summary>
/// <param name="account">Who asks.</param>
/// <param name="patience">How long each question may take.</param>
/// <param name="heard">Is called with each answer as it comes, on any thread.</param>
internal sealed class ProxyDiscovery(AccountProtocol.AccountRef account, TimeSpan patience, Action<ProxyAnswer> heard)
{
    private const int MaxItems = 64;
    private static readonly string[] _refusals = ["forbidden", "not-allowed", "not-authorized"];

    /// <summary>What the proxies said; <c>Fault</c>: the server did not tell its items.</summary>
    public sealed record Result(ImmutableArray<ProxyAnswer> Answers, string? Fault);

    /// <summary>Asks the configured proxies for their addresses and, if wanted, the server for more.</summary>
    public async Task<Result> RunAsync(ImmutableArray<Jid> configured, bool discover)
    {
        var ours = Task.WhenAll(configured.Distinct().Select(HearAsync));
        var (items, fault, _) = discover ? await AskAsync(Server(account.Settings.Xmpp), DiscoItems.Query(), DiscoItems.Parse) : (null, null, false);
        var candidates = items?.Items.Where(i => i.Node is null).Select(i => i.Jid).Distinct().Take(MaxItems).Except(configured) ?? [];
        var others = await Task.WhenAll(candidates.Select(OfItemAsync));
        return new Result([.. await ours, .. others.OfType<ProxyAnswer>()], fault);
    }

    private async Task<ProxyAnswer?> OfItemAsync(Jid jid)
    {
        var (info, _, _) = await AskAsync(jid, DiscoInfo.Query(), DiscoInfo.Parse);
        // What does not say what it is may be anything: it is not worth a word, and if it was a proxy before, it still is.
        return info is null ? new ProxyAnswer(jid, []) : info.Is("proxy", "bytestreams") ? await HearAsync(jid) : null;
    }

    private async Task<ProxyAnswer> HearAsync(Jid proxy)
    {
        var answer = await AddressAsync(proxy);
        heard(answer);
        return answer;
    }

    private async Task<ProxyAnswer> AddressAsync(Jid proxy)
    {
        var answer = await AddressAsync(proxy, new XElement(Ns.Bytestreams + "query"));
        // Some want a sid, as the XEP once had it; what it says does not matter yet.
        return answer.Hosts.Length > 0 || answer.IsRefusal || answer.Fault is null ? answer
            : await AddressAsync(proxy, new XElement(Ns.Bytestreams + "query", new XAttribute("sid", "address"))) is { Hosts.Length: > 0 } second ? second
            : answer;
    }

    private async Task<ProxyAnswer> AddressAsync(Jid proxy, XElement query)
    {
        var (hosts, fault, isRefusal) = await AskAsync(proxy, query, payload => new Hosts(Streamhost.ReadAll(payload)));
        return new ProxyAnswer(proxy, hosts?.All ?? [], hosts is { All.Length: 0 } ? $"{proxy} told no address" : fault, isRefusal);
    }

    private async Task<(T? Answer, string? Fault, bool IsRefusal)> AskAsync<T>(Jid to, XElement query, Func<XElement, T> parse)
        where T : class
    {
        try
        {
            var answer = await account.Actor.Ask<object>(new AccountProtocol.Ask(to, IqType.Get, query, patience), patience + TimeSpan.FromSeconds(5));
            return answer switch
            {
                AccountProtocol.Answered { Payload: { } payload } => (parse(payload), null, false),
                AccountProtocol.Refused { Error: var error } => (null, $"{to} answered {error}", _refusals.Contains(error.Condition)),
                _ => (null, $"{to} did not answer", false),
            };
        }
        catch (Exception e) when (e is StanzaErrorException or AskTimeoutException)
        {
            return (null, $"{to}: {e.Message}", false);
        }
    }

    // A component's own address is the component itself: its server is the domain above.
    private static Jid Server(XmppOptions options) =>
        Jid.Parse(options.IsComponent ? options.Jid.Domain[(options.Jid.Domain.IndexOf('.', StringComparison.Ordinal) + 1)..] : options.Jid.Domain);

    private sealed record Hosts(ImmutableArray<Streamhost> All);
}
