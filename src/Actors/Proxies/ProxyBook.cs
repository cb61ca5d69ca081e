using System.Collections.Immutable;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Proxies;

/// <summary>
/// The proxies we know and how they have done. Pure: time comes in as data. A proxy that fails again and again is offered last
/// for a while that doubles each time; then it gets another chance.
/// </summary>
public sealed record ProxyBook
{
    /// <summary>So many failures in a row break the circuit.</summary>
    public const int FailuresToBreak = 2;

    private const double Weight = 0.3;
    private static readonly TimeSpan _firstBreak = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _longestBreak = TimeSpan.FromMinutes(30);

    /// <summary>No proxy known.</summary>
    public static readonly ProxyBook Empty = new();

    /// <summary>The proxies by JID.</summary>
    public ImmutableDictionary<Jid, ProxyRecord> Proxies { get; init; } = ImmutableDictionary<Jid, ProxyRecord>.Empty;

    /// <summary>After a proxy told its addresses; what it did before is remembered.</summary>
    public ProxyBook Found(IEnumerable<Streamhost> hosts) => this with
    {
        Proxies = hosts.GroupBy(h => h.Jid).Aggregate(
            Proxies,
            (known, proxy) => known.SetItem(proxy.Key, (known.GetValueOrDefault(proxy.Key) ?? new ProxyRecord(proxy.Key, [])) with { Hosts = [.. proxy.Distinct()] })),
    };

    /// <summary>After a stream through it was activated, <paramref name="latency"/> after we began to connect.</summary>
    public ProxyBook Activated(Jid proxy, TimeSpan latency) => Change(proxy, p => p with
    {
        Active = p.Active + 1,
        Successes = p.Successes + 1,
        FailuresInARow = 0,
        BrokenUntil = default,
        Latency = p.Latency == TimeSpan.Zero ? latency : (p.Latency * (1 - Weight)) + (latency * Weight),
    });

    /// <summary>After it could not be reached, or did not activate.</summary>
    public ProxyBook Failed(Jid proxy, string detail, DateTimeOffset now) => Change(proxy, p =>
    {
        var failures = p.FailuresInARow + 1;
        var pause = _firstBreak * Math.Pow(2, Math.Clamp(failures - FailuresToBreak, 0, 20));
        return p with
        {
            FailuresInARow = failures,
            LastFailure = detail,
            BrokenUntil = failures < FailuresToBreak ? p.BrokenUntil : now + (pause < _longestBreak ? pause : _longestBreak),
        };
    });

    /// <summary>After a stream through it ended; <paramref name="bytesPerSecond"/> is what it carried, 0 if nothing can be said.</summary>
    public ProxyBook Released(Jid proxy, double bytesPerSecond) => Change(proxy, p => p with
    {
        Active = Math.Max(0, p.Active - 1),
        Throughput = bytesPerSecond <= 0 ? p.Throughput : p.Throughput == 0 ? bytesPerSecond : (p.Throughput * (1 - Weight)) + (bytesPerSecond * Weight),
    });

    /// <summary>The addresses to offer of the proxies that have room: healthy ones first, the quickest of them in front.</summary>
    public ImmutableArray<Streamhost> Choose(IReadOnlyCollection<Jid> among, int maxStreams, DateTimeOffset now) =>
    [
        .. Proxies.Values
            .Where(p => among.Contains(p.Jid) && p.Active < maxStreams)
            .OrderBy(p => p.BrokenUntil > now)
            .ThenBy(p => p.FailuresInARow)
            .ThenByDescending(p => p.Throughput)
            .ThenBy(p => p.Latency)
            .ThenBy(p => p.Jid.ToString(), StringComparer.Ordinal)
            .SelectMany(p => p.Hosts),
    ];

    private ProxyBook Change(Jid proxy, Func<ProxyRecord, ProxyRecord> change) =>
        Proxies.TryGetValue(proxy, out var known) ? this with { Proxies = Proxies.SetItem(proxy, change(known)) } : this;
}
