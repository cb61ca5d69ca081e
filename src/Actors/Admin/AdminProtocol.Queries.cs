using System.Collections.Immutable;

namespace Orchestrator.Actors.Admin;

// Questions about transfers.
public static partial class AdminProtocol
{
    /// <summary>
    /// Asks for transfers; answered with <see cref="Transfers"/> or <see cref="Refused"/> (<c>bad-cursor</c>, <c>bad-filter</c>, <c>bad-limit</c>).
    /// </summary>
    /// <param name="Filter">Which.</param>
    /// <param name="Order">Sorted by what.</param>
    /// <param name="Descending">The greatest first.</param>
    /// <param name="Limit">At most so many, 1 to 1000.</param>
    /// <param name="Cursor"><see cref="Transfers.Next"/> of the page before, asked in the same order; null: from the beginning.</param>
    public sealed record ListTransfers(TransferFilter Filter, TransferOrder Order, bool Descending, int Limit, string? Cursor);

    /// <summary>
    /// A page of transfers, without their sessions' histories; <paramref name="Next"/> is the cursor of the page after it, null on the last.
    /// </summary>
    public sealed record Transfers(ImmutableArray<TransferView> Items, string? Next);

    /// <summary>Asks for one transfer; answered with <see cref="TransferView"/> or <see cref="NotFound"/>.</summary>
    public sealed record GetTransfer(string Id);

    /// <summary>Asks for what happened to one transfer, oldest first; answered with <see cref="History"/> or <see cref="NotFound"/>.</summary>
    /// <param name="Id">The transfer.</param>
    /// <param name="After">Only events after this cursor; 0: from the first.</param>
    /// <param name="Limit">At most so many, 1 to 1000.</param>
    public sealed record GetHistory(string Id, long After, int Limit);

    /// <summary>A transfer's events; <paramref name="Next"/> is the cursor to go on from, null when there are no more.</summary>
    public sealed record History(ImmutableArray<HistoryEvent> Events, long? Next);

    /// <summary>Counts the transfers that the filter lets through (null: all); answered with <see cref="Counts"/> or <see cref="Refused"/>.</summary>
    public sealed record GetCounts(CountBy By, TransferFilter? Filter);

    /// <summary>How many there are in all, and per group the greatest first; of peers the first 100.</summary>
    public sealed record Counts(CountGroup Total, ImmutableArray<CountGroup> Groups);
}
