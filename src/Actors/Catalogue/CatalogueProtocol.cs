using System.Collections.Immutable;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Actors.Catalogue;

/// <summary>What the catalogue understands beside the queries of <see cref="AdminProtocol"/>.</summary>
public static class CatalogueProtocol
{
    /// <summary>How a transfer looks now; what came before is forgotten.</summary>
    /// <param name="Transfer">The view.</param>
    /// <param name="SequenceNr">The last event that it contains.</param>
    /// <param name="IsFinal">Nothing more will happen to it.</param>
    public sealed record Put(TransferView Transfer, long SequenceNr, bool IsFinal);

    /// <summary>
    /// Asks for the ids of transfers that have not ended, in the order of their acceptance; answered with <see cref="Ids"/> or
    /// <see cref="AdminProtocol.Refused"/>.
    /// </summary>
    public sealed record GetIds(TransferFilter Filter, Place? After, int Limit);

    /// <summary>A page of ids, and where to go on; null: there are no more.</summary>
    public sealed record Ids(ImmutableArray<string> Items, Place? Next);

    /// <summary>A transfer's place in the order of acceptance: ticks of UTC, then the id.</summary>
    public sealed record Place(long Created, string Id);

    /// <summary>
    /// Keeps a text under a key over restarts, in place of what was there; null forgets it. Answered with <see cref="Remembered"/> after
    /// the commit. For what the journal does not hold: switches, cursors.
    /// </summary>
    public sealed record Remember(string Key, string? Value);

    /// <summary>It is committed.</summary>
    public sealed record Remembered;

    /// <summary>Asks for what was kept under the keys that begin so; answered with <see cref="Recalled"/>.</summary>
    public sealed record Recall(string Prefix);

    /// <summary>What was kept, by its whole key.</summary>
    public sealed record Recalled(ImmutableDictionary<string, string> Values);

    /// <summary>Asks how far catalogue and journal are; answered with <see cref="Position"/>.</summary>
    public sealed record GetPosition;

    /// <summary>The cursor of the last committed event, and how many rows are still to be written.</summary>
    public sealed record Position(long LastEvent, int Unwritten);
}
