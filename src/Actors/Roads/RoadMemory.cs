using System.Collections.Immutable;

namespace Orchestrator.Actors.Roads;

/// <summary>Which roads failed with which peer lately. Immutable; time comes in as data.</summary>
public sealed record RoadMemory
{
    /// <summary>So long a failure is remembered.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    private const int MaxPeers = 10_000;

    /// <summary>No failure remembered.</summary>
    public static readonly RoadMemory Empty = new();

    private static readonly ImmutableDictionary<string, DateTimeOffset> _none = ImmutableDictionary<string, DateTimeOffset>.Empty;

    private ImmutableDictionary<string, ImmutableDictionary<string, DateTimeOffset>> Failures { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, DateTimeOffset>>.Empty;

    /// <summary>After roads failed with a peer.</summary>
    public RoadMemory Failed(string peer, IEnumerable<string> roads, DateTimeOffset now)
    {
        var kept = Failures.Count < MaxPeers ? Failures : Failures.Where(f => f.Value.Values.Max() + Span > now).ToImmutableDictionary();
        return this with { Failures = kept.SetItem(peer, kept.GetValueOrDefault(peer, _none).SetItems(roads.Select(r => KeyValuePair.Create(r, now)))) };
    }

    /// <summary>After a road carried bytes to a peer.</summary>
    public RoadMemory Worked(string peer, string road) => Failures.TryGetValue(peer, out var failed)
        ? this with { Failures = failed.Remove(road) is { Count: > 0 } left ? Failures.SetItem(peer, left) : Failures.Remove(peer) }
        : this;

    /// <summary>The roads that failed with a peer lately, and when.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Of(string peer, DateTimeOffset now) =>
        Failures.GetValueOrDefault(peer, _none).Where(f => f.Value + Span > now).ToImmutableDictionary();
}
