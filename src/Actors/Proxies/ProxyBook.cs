using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Proxies;

/// <summary>
/// The proxies we know, for which account, and how they have done. Pure: time comes in as data. A proxy that fails
/// is offered last for a while that doubles each time; then it gets another chance.
/// </summary>
public sealed record ProxyBook
{
    private static readonly TimeSpan _firstBreak = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _longestBreak = TimeSpan.FromMinutes(30);

    /// <summary>No proxy known.</summary>
    public static readonly ProxyBook Empty = new();

    /// <summary>The proxies by JID.</summary>
    public ImmutableDictionary<Jid, ProxyRecord> Proxies { get; init; } = ImmutableDictionary<Jid, ProxyRecord>.Empty;

    /// <summary>What each account (bare JID) was told.</summary>
    public ImmutableDictionary<string, Known> Accounts { get; init; } = ImmutableDictionary<string, Known>.Empty;

    /// <summary>An account's proxies: who was asked, and which streamhost JIDs it told; believed until a time.</summary>
    public sealed record Known(ImmutableDictionary<Jid, ImmutableArray<Jid>> Asked, DateTimeOffset Until)
    {
        /// <summary>Nothing yet.</summary>
        public static readonly Known Nothing = new(ImmutableDictionary<Jid, ImmutableArray<Jid>>.Empty, default);

        /// <summary>Those of who was asked that do not serve this account, whomever else they serve.</summary>
        public ImmutableDictionary<Jid, Refusal> Refused { get; init; } = ImmutableDictionary<Jid, Refusal>.Empty;

        /// <summary>The JIDs that serve this account.</summary>
        public IEnumerable<Jid> Serving => Asked.Where(a => !Refused.ContainsKey(a.Key)).SelectMany(a => a.Value).Distinct();
    }

    /// <summary>What a proxy said that does not serve an account, and what to do.</summary>
    public sealed record Refusal(string Detail, string Mend);

    /// <summary>Whether what an account was told is fresh.</summary>
    public bool IsFresh(string account, DateTimeOffset now) => Accounts.TryGetValue(account, out var known) && known.Until > now;

    /// <summary>After one answer of a discovery that goes on: <see cref="Found"/> follows.</summary>
    public ProxyBook Heard(string account, ProxyAnswer answer, string mend)
    {
        var known = Accounts.GetValueOrDefault(account, Known.Nothing);
        if (answer.IsRefusal)
        {
            return this with
            {
                Proxies = Proxies.SetItem(answer.Asked, Of(answer.Asked)),
                Accounts = Accounts.SetItem(account, known with
                {
                    Asked = known.Asked.SetItem(answer.Asked, [answer.Asked]),
                    Refused = known.Refused.SetItem(answer.Asked, new Refusal(answer.Fault!, mend)),
                }),
            };
        }

        if (answer.Hosts.Length == 0)
            return this;
        var told = answer.Hosts.GroupBy(h => h.Jid).Select(hosts => Of(hosts.Key).Told([.. hosts.Distinct()])).ToList();
        return this with
        {
            Proxies = Proxies.SetItems(told.Select(p => KeyValuePair.Create(p.Jid, p))),
            Accounts = Accounts.SetItem(account, known with
            {
                Asked = known.Asked.SetItem(answer.Asked, [.. told.Select(p => p.Jid)]),
                Refused = known.Refused.Remove(answer.Asked),
            }),
        };
    }

    /// <summary>
    /// After a discovery. Who gave no answer this time keeps what it told before, and when the server did not list its
    /// proxies, all of them do; what proxies did before is remembered.
    /// </summary>
    /// <param name="account">The bare JID of the account that asked.</param>
    /// <param name="answers">Of those that were asked.</param>
    /// <param name="isComplete">The server listed its items.</param>
    /// <param name="mend">What to do where a proxy does not serve the account.</param>
    /// <param name="until">So long it is believed; where no address was found, until <paramref name="retryAt"/>.</param>
    /// <param name="retryAt">When to ask again if nothing was found.</param>
    public ProxyBook Found(string account, ImmutableArray<ProxyAnswer> answers, bool isComplete, string mend, DateTimeOffset until, DateTimeOffset retryAt)
    {
        var before = Accounts.GetValueOrDefault(account, Known.Nothing);
        var gone = isComplete ? before.Asked.Keys.Except(answers.Select(a => a.Asked)).ToList() : [];
        var left = before with { Asked = before.Asked.RemoveRange(gone), Refused = before.Refused.RemoveRange(gone) };
        var next = answers.Aggregate(this with { Accounts = Accounts.SetItem(account, left) }, (book, answer) => book.Heard(account, answer, mend));
        var known = next.Accounts[account];
        var found = known.Serving.Any(jid => next.Of(jid).Hosts.Length > 0);
        return next with { Accounts = next.Accounts.SetItem(account, known with { Until = found ? until : retryAt }) };
    }

    /// <summary>After a stream through it was activated, <paramref name="latency"/> after we began to connect.</summary>
    public ProxyBook Activated(Jid proxy, TimeSpan latency) => Change(proxy, p => p.Activated(latency));

    /// <summary>After a file arrived whose last bytes went through it.</summary>
    public ProxyBook Worked(Jid proxy) => Change(proxy, p => p.Worked());

    /// <summary>After it could not be reached, did not activate, or carried nothing.</summary>
    public ProxyBook Failed(Jid proxy, string detail, DateTimeOffset now) => Change(proxy, p =>
    {
        var pause = _firstBreak * Math.Pow(2, Math.Min(p.FailuresInARow, 20));
        return p.Failed(detail, now + (pause < _longestBreak ? pause : _longestBreak));
    });

    /// <summary>After a stream through it ended; <paramref name="bytesPerSecond"/> is what it carried, 0 if nothing can be said.</summary>
    public ProxyBook Released(Jid proxy, double bytesPerSecond) => Change(proxy, p => p.Released(bytesPerSecond));

    /// <summary>After it was switched on or off; null: there is no such proxy.</summary>
    public ProxyBook? Switched(Jid proxy, bool isEnabled) =>
        Proxies.ContainsKey(proxy) ? Change(proxy, p => p with { IsDisabled = !isEnabled }) : null;

    /// <summary>The addresses to offer of an account's proxies that have room: the best first, those of a broken circuit last.</summary>
    public ImmutableArray<Streamhost> Choose(string account, int maxStreams, DateTimeOffset now) =>
    [
        .. Accounts.GetValueOrDefault(account, Known.Nothing).Serving
            .Select(Of)
            .Where(p => p.IsUsable && p.Active < maxStreams)
            .OrderBy(p => p.BrokenUntil > now)
            .ThenByDescending(p => p.Score)
            .ThenBy(p => p.Jid.ToString(), StringComparer.Ordinal)
            .SelectMany(p => p.Hosts),
    ];

    /// <summary>Whether a proxy has not failed since it last worked.</summary>
    public bool IsUntroubled(Jid proxy) => Proxies.TryGetValue(proxy, out var known) && known.FailuresInARow == 0;

    /// <summary>Why proxies of the account cannot be offered, and the mend; null: nothing to say.</summary>
    public string? Note(string account) =>
        string.Join("; ", Accounts.GetValueOrDefault(account, Known.Nothing).Refused.Values.Select(r => $"{r.Detail}: {r.Mend}")) is { Length: > 0 } note ? note : null;

    /// <summary>All of them as the outside sees them, by JID.</summary>
    public ImmutableArray<ProxyView> Views(ImmutableArray<Jid> configured, DateTimeOffset now) =>
        [.. Proxies.Values.OrderBy(p => p.Jid.ToString(), StringComparer.Ordinal).Select(p => View(p, configured, now))];

    private ProxyView View(ProxyRecord proxy, ImmutableArray<Jid> configured, DateTimeOffset now)
    {
        var asked = Accounts.SelectMany(a => a.Value.Asked.Where(told => told.Value.Contains(proxy.Jid)).Select(told => (Account: a.Key, Jid: told.Key, Refusal: a.Value.Refused.GetValueOrDefault(told.Key)))).ToList();
        var refusal = asked.Select(a => a.Refusal).FirstOrDefault(r => r is not null);
        var isRefused = refusal is not null && asked.TrueForAll(a => a.Refusal is not null);
        return new ProxyView
        {
            Jid = proxy.Jid.ToString(),
            Accounts = [.. asked.Select(a => a.Account).Distinct().Order(StringComparer.Ordinal)],
            Hosts = [.. proxy.Hosts.Select(h => h.Host.Contains(':', StringComparison.Ordinal) ? $"[{h.Host}]:{h.Port}" : $"{h.Host}:{h.Port}")],
            Configured = asked.Any(a => configured.Contains(a.Jid)),
            State = proxy.State(now, isRefused),
            Successes = proxy.Successes,
            Failures = proxy.FailuresInARow,
            LatencyMs = proxy.Latency == TimeSpan.Zero ? null : proxy.Latency.TotalMilliseconds,
            BytesPerSecond = proxy.Throughput == 0 ? null : proxy.Throughput,
            Streams = proxy.Active,
            RetryAt = proxy.BrokenUntil > now ? proxy.BrokenUntil : null,
            LastError = isRefused ? refusal!.Detail : proxy.LastFailure ?? refusal?.Detail,
            Mend = refusal?.Mend,
        };
    }

    private ProxyRecord Of(Jid jid) => Proxies.GetValueOrDefault(jid) ?? new ProxyRecord(jid, []);

    private ProxyBook Change(Jid proxy, Func<ProxyRecord, ProxyRecord> change) =>
        Proxies.TryGetValue(proxy, out var known) ? this with { Proxies = Proxies.SetItem(proxy, change(known)) } : this;
}
