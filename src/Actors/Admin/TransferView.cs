using System.Collections.Immutable;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Admin;

/// <summary>One transfer as the outside sees it: a row of the catalogue, an object of the HTTP API.</summary>
public sealed record TransferView
{
    /// <summary>The transfer's id on this daemon.</summary>
    public required string Id { get; init; }

    /// <summary>Outgoing or incoming.</summary>
    public required TransferDirection Direction { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required TransferStatus State { get; init; }

    /// <summary>Our account, a bare JID.</summary>
    public required string Account { get; init; }

    /// <summary>The peer's JID, as submitted or as it offered.</summary>
    public required string Peer { get; init; }

    /// <summary>The file's name as it is offered or was offered.</summary>
    public required string Name { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes that have gone over, counted from the file's start.</summary>
    public required long Offset { get; init; }

    /// <summary>The offset at which the last session began to stream.</summary>
    public required long ResumedAt { get; init; }

    /// <summary>How many sessions were begun.</summary>
    public required int Sessions { get; init; }

    /// <summary>The road of the last session that streamed, such as <c>s5b-direct</c>.</summary>
    public string? Road { get; init; }

    /// <summary>What confirmed completion: of what was sent <c>receipt</c>, <c>close</c>, <c>result</c> or <c>none</c>, of what was received <c>hash</c> or <c>size</c>; null before.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>SHA-256 of the whole file, lower-case hex, once known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The source, or where the received file stands or will stand.</summary>
    public required string Path { get; init; }

    /// <summary>The code of the last thing that went wrong, such as <c>peer-unavailable</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason in words, with the mend.</summary>
    public string? Detail { get; init; }

    /// <summary>Free text that goes with the offer.</summary>
    public string? Description { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the next attempt is due, while Interrupted or WaitingForPeer.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it gives up.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The transfer's id at the peer, when that is an Orchestrator.</summary>
    public string? RemoteId { get; init; }

    /// <summary>-100 to 100; who waits for a slot with a higher one goes first.</summary>
    public int Priority { get; init; }

    /// <summary>The transfer's own limit in bytes per second; null: the configured one.</summary>
    public long? MaxRate { get; init; }

    /// <summary>Which roads it may take: its own policy, or else its account's.</summary>
    public RoadPolicy? Roads { get; init; }

    /// <summary>Bytes per second over the last seconds, while bytes move.</summary>
    public long? Rate { get; init; }

    /// <summary>When, at that rate, the last byte will have moved.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>The last 20 sessions, the oldest first; null in lists.</summary>
    public ImmutableArray<SessionView>? SessionHistory { get; init; }
}
