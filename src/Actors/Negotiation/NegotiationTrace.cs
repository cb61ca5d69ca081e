using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Negotiation;

/// <summary>What a session's negotiation went through; kept in the journal. Immutable.</summary>
public sealed record NegotiationTrace
{
    /// <summary>So many failures are kept: a peer may offer any number of streamhosts.</summary>
    public const int MaxFailed = 20;

    /// <summary>Nothing happened yet.</summary>
    public static readonly NegotiationTrace Empty = new();

    /// <summary>The full JID at the other end, once known.</summary>
    public string? Peer { get; init; }

    /// <summary>Whether the peer is an Orchestrator; null: not known.</summary>
    public bool? Confirms { get; init; }

    /// <summary>The proxy that the bytestream goes through.</summary>
    public string? Proxy { get; init; }

    /// <summary>What was tried and led nowhere.</summary>
    public ImmutableArray<FailedRoad> Failed { get; init; } = [];

    /// <summary>What each phase took.</summary>
    public SessionPhases Phases { get; init; } = new();

    /// <summary>With time spent in a phase.</summary>
    public NegotiationTrace Spent(Phase phase, TimeSpan time) => this with { Phases = Phases.Plus(phase, time) };

    /// <summary>With a road or streamhost that led nowhere.</summary>
    public NegotiationTrace Without(FailedRoad failed) => Failed.Length < MaxFailed ? this with { Failed = Failed.Add(failed) } : this;

    /// <summary>With roads that led nowhere, but for those of which a streamhost is named already.</summary>
    public NegotiationTrace Without(IEnumerable<string> roads, string why) =>
        roads.Where(road => Failed.All(f => f.Road != road)).Aggregate(this, (trace, road) => trace.Without(new FailedRoad(road, null, why)));
}
