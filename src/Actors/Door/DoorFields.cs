using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Actors.Door;

/// <summary>The fields that several forms have; <see cref="FormReader"/> reads what was filled in.</summary>
internal static class DoorFields
{
    /// <summary>Which transfer.</summary>
    public static readonly FormField Id = new("id", "text-single", "Transfer (its id)") { IsRequired = true };

    /// <summary>Where to go on.</summary>
    public static readonly FormField After = new("after", "text-single", "Go on after this, the 'next' of the answer before");

    /// <summary>Which transfers.</summary>
    public static readonly ImmutableArray<FormField> Filter =
    [
        new("state", "list-multi", "In one of these states") { Options = Names<TransferStatus>() },
        new("direction", "list-single", "Direction") { Options = Names<TransferDirection>() },
        new("account", "jid-single", "Our account"),
        new("peer", "jid-single", "Peer"),
        new("road", "text-single", "Last road, such as s5b-proxy"),
        new("reason", "text-single", "Last failure, such as peer-unavailable"),
        new("text", "text-single", "Part of name, path, peer, description or id"),
        new("created-after", "text-single", "Accepted since, such as 2026-01-31T18:00:00Z"),
        new("created-before", "text-single", "Accepted before"),
        new("updated-before", "text-single", "Not changed since"),
        new("stuck", "boolean", "Only what is stuck", "0"),
    ];

    /// <summary>In which order.</summary>
    public static readonly ImmutableArray<FormField> Order =
    [
        new("order", "list-single", "Sorted by", nameof(TransferOrder.Created)) { Options = Names<TransferOrder>() },
        new("ascending", "boolean", "The oldest or smallest first", "0"),
    ];

    /// <summary>What may be wished of a transfer.</summary>
    public static readonly ImmutableArray<FormField> Wishes =
    [
        new("priority", "text-single", "Priority, -100 to 100"),
        new("deadline", "text-single", "Deadline, such as 2026-12-31T18:00:00Z"),
        new("max-rate", "text-single", "Bytes per second; 0: the configured limit"),
        new("roads", "list-single", "Roads") { Options = Names<RoadPolicy>() },
    ];

    /// <summary>The safety of a command for many transfers.</summary>
    public static readonly ImmutableArray<FormField> Care =
    [
        new("dry-run", "boolean", "Only tell which they are", "1"),
        new("confirm", "boolean", "All transfers are meant, where nothing restricts them", "0"),
    ];

    /// <summary>What a list field offers to choose from.</summary>
    public static ImmutableArray<string> Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>()];
}
