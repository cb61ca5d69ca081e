using System.Collections.Immutable;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Admin;

/// <summary>Which transfers; what is null or empty does not restrict.</summary>
public sealed record TransferFilter
{
    /// <summary>A transfer without a change or a byte for so long is stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(10);

    /// <summary>All of them.</summary>
    public static readonly TransferFilter All = new();

    /// <summary>In one of these states.</summary>
    public ImmutableArray<TransferStatus> States { get; init; } = [];

    /// <summary>Only outgoing or only incoming ones.</summary>
    public TransferDirection? Direction { get; init; }

    /// <summary>Of this account, a bare JID.</summary>
    public string? Account { get; init; }

    /// <summary>With this peer; a bare JID stands for all its resources.</summary>
    public string? Peer { get; init; }

    /// <summary>Whose last road was this, such as <c>s5b-proxy</c>.</summary>
    public string? Road { get; init; }

    /// <summary>Whose last failure has this code.</summary>
    public string? Reason { get; init; }

    /// <summary>Part of name, path, peer, description or id, in upper or lower case; at most 200 characters.</summary>
    public string? Text { get; init; }

    /// <summary>Accepted then or later.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Accepted before.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Not changed since.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }

    /// <summary>
    /// Only those that need a look: not ended, not paused, and either nothing moved for <see cref="StuckAfter"/>, or they wait after a failure.
    /// </summary>
    public bool Stuck { get; init; }

    /// <summary>Whether it restricts nothing.</summary>
    public bool IsEmpty => States.IsDefaultOrEmpty && this with { States = All.States } == All;
}
