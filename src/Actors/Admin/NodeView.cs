using System.Collections.Immutable;
using Orchestrator.Actors.Settings;

namespace Orchestrator.Actors.Admin;

/// <summary>The daemon as the outside sees it.</summary>
public sealed record NodeView
{
    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Starts no session: what runs ends, then nothing runs.</summary>
    public required bool Draining { get; init; }

    /// <summary>Where the SOCKS5 listener listens.</summary>
    public required string Listening { get; init; }

    /// <summary>The folder of the database.</summary>
    public required string DataDir { get; init; }

    /// <summary>Free bytes of the data directory's disk and the inboxes', by folder.</summary>
    public required ImmutableSortedDictionary<string, long> FreeDiskBytes { get; init; }

    /// <summary>Bytes of the managed heap.</summary>
    public required long ManagedBytes { get; init; }

    /// <summary>Resident bytes of the process.</summary>
    public required long RssBytes { get; init; }

    /// <summary>Transfers that wait for a slot.</summary>
    public required int QueueDepth { get; init; }

    /// <summary>Outgoing sessions.</summary>
    public required int Active { get; init; }

    /// <summary>Incoming sessions.</summary>
    public required int Receiving { get; init; }

    /// <summary>Transfers in memory.</summary>
    public required int Live { get; init; }

    /// <summary>The cursor of the last event that is committed.</summary>
    public required long LastEvent { get; init; }

    /// <summary>Transfers whose rows in the catalogue are still to be written.</summary>
    public required int CatalogueLag { get; init; }

    /// <summary>Times and limits in force.</summary>
    public required TransferSettings Limits { get; init; }
}
