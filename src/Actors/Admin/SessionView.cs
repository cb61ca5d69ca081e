using System.Collections.Immutable;

namespace Orchestrator.Actors.Admin;

/// <summary>One session of a transfer: which way it went, what it cost, and how it ended.</summary>
public sealed record SessionView
{
    /// <summary>The session's number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The road that carried bytes, such as <c>s5b-direct</c>; null: none did.</summary>
    public string? Road { get; init; }

    /// <summary>Why the roads were tried in their order, in words.</summary>
    public string? Why { get; init; }

    /// <summary>The proxy's JID, when the road went through one.</summary>
    public string? Proxy { get; init; }

    /// <summary>The full JID at the other end, once known.</summary>
    public string? Peer { get; init; }

    /// <summary>The first byte, counted from the file's start; null when no byte was to move.</summary>
    public long? FromOffset { get; init; }

    /// <summary>After the last byte that this side has (receiver) or has sent (sender), when the session ended.</summary>
    public long? ToOffset { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended, a code such as <c>stream-broken</c>; null: nothing was wrong.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason in words.</summary>
    public string? Detail { get; init; }

    /// <summary>Roads and streamhosts that were tried and led nowhere.</summary>
    public ImmutableArray<FailedRoad> Failed { get; init; } = [];

    /// <summary>What each phase took.</summary>
    public SessionPhases Phases { get; init; } = new();
}
