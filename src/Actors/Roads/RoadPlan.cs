using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Roads;

/// <summary>The roads that a session may take, the first choice first. Pure.</summary>
/// <param name="Order">The roads; none where the only one allowed is out of band, and we have no URL to offer.</param>
/// <param name="Why">Why they stand in this order, in words.</param>
public sealed record RoadPlan(ImmutableArray<string> Order, string Why)
{
    /// <summary>
    /// The roads that the policy allows, in their natural order, but those that failed with this peer lately last: the one whose
    /// failure is longest ago before the others.
    /// </summary>
    /// <param name="policy">What is allowed.</param>
    /// <param name="failed">Which failed, and when.</param>
    /// <param name="hasUrls">Whether files can be offered at URLs of ours.</param>
    public static RoadPlan Of(RoadPolicy policy, IReadOnlyDictionary<string, DateTimeOffset> failed, bool hasUrls = false)
    {
        var allowed = Allowed(policy).Where(road => hasUrls || road != Road.Oob).ToArray();
        var last = allowed.Where(failed.ContainsKey).OrderBy(road => failed[road]).ToList();
        var why = last.Count == 0 ? $"policy {policy.Name()}" : $"policy {policy.Name()}; failed lately: {string.Join(", ", last)}";
        return new RoadPlan([.. allowed.Except(last), .. last], why);
    }

    /// <summary>Whether the policy allows the road.</summary>
    public static bool Allows(RoadPolicy policy, string road) => Allowed(policy).Contains(road);

    /// <summary>
    /// The stream method that a receiver chooses of those offered: SOCKS5 before in-band (XEP-0096 §3.1); null where the policy
    /// allows none of them.
    /// </summary>
    public static string? MethodOf(RoadPolicy policy, ImmutableArray<string> offered)
    {
        string[] methods = [Ns.Bytestreams.NamespaceName, Ns.InBandBytestreams.NamespaceName];
        return methods.FirstOrDefault(method => offered.Contains(method) &&
            (method == Ns.InBandBytestreams.NamespaceName ? Allows(policy, Road.Ibb) : policy is not (RoadPolicy.IbbOnly or RoadPolicy.OobOnly)));
    }

    /// <summary>Why a receiver chose as <see cref="MethodOf"/> does, in words.</summary>
    public static string WhyOf(RoadPolicy policy, ImmutableArray<string> offered)
    {
        var known = new[] { (Ns.Bytestreams.NamespaceName, "SOCKS5"), (Ns.InBandBytestreams.NamespaceName, "in-band") };
        return $"the sender offers {string.Join(" and ", known.Where(k => offered.Contains(k.Item1)).Select(k => k.Item2))}; policy {policy.Name()}";
    }

    /// <summary>Whether a road may be offered in this session at all.</summary>
    public bool Has(string road) => Order.Contains(road);

    // As the configuration writes it.
    private static string[] Allowed(RoadPolicy policy) => policy switch
    {
        RoadPolicy.DirectOnly => [Road.S5bDirect],
        RoadPolicy.ProxyOnly => [Road.S5bProxy],
        RoadPolicy.NoIbb => [Road.S5bDirect, Road.S5bProxy],
        RoadPolicy.IbbOnly => [Road.Ibb],
        RoadPolicy.OobOnly => [Road.Oob],
        _ => [Road.S5bDirect, Road.S5bProxy, Road.Ibb, Road.Oob],
    };
}
