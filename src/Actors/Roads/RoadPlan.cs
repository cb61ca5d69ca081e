using System.Collections.Immutable;

namespace Orchestrator.Actors.Roads;

/// <summary>The roads that a session may take, the first choice first. Pure.</summary>
/// <param name="Order">At least one road.</param>
/// <param name="Why">Why they stand in this order, in words.</param>
public sealed record RoadPlan(ImmutableArray<string> Order, string Why)
{
    /// <summary>
    /// The roads that the policy allows, in their natural order, but those that failed with this peer lately last: the one whose
    /// failure is longest ago before the others.
    /// </summary>
    public static RoadPlan Of(RoadPolicy policy, IReadOnlyDictionary<string, DateTimeOffset> failed)
    {
        string[] allowed = policy switch
        {
            RoadPolicy.DirectOnly => [Road.S5bDirect],
            RoadPolicy.ProxyOnly => [Road.S5bProxy],
            RoadPolicy.NoIbb => [Road.S5bDirect, Road.S5bProxy],
            RoadPolicy.IbbOnly => [Road.Ibb],
            _ => [Road.S5bDirect, Road.S5bProxy, Road.Ibb],
        };
        var last = allowed.Where(failed.ContainsKey).OrderBy(road => failed[road]).ToList();
        var why = last.Count == 0 ? $"policy {policy}" : $"policy {policy}; failed lately: {string.Join(", ", last)}";
        return new RoadPlan([.. allowed.Except(last), .. last], why);
    }

    /// <summary>Whether in-band bytestreams come before any SOCKS5 bytestream: then nothing else is offered.</summary>
    public bool IbbFirst => Order[0] == Road.Ibb;

    /// <summary>Whether a road may be offered in this session at all.</summary>
    public bool Has(string road) => Order.Contains(road);
}
