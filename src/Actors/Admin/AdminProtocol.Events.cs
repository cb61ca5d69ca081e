using System.Collections.Immutable;

namespace Orchestrator.Actors.Admin;

// What happens, as it happens. Events are read from the journal, so that none is missed; a poke only says that reading is worthwhile.
public static partial class AdminProtocol
{
    /// <summary>Asks for events of all transfers in the order of their commits; answered with <see cref="Events"/>.</summary>
    /// <param name="After">Only events after this cursor; 0: from the oldest; negative: the last so many.</param>
    /// <param name="Limit">At most so many, 1 to 1000.</param>
    public sealed record GetEvents(long After, int Limit);

    /// <summary>Events after a cursor.</summary>
    /// <param name="Missed">What of those after the cursor is not told, to be told before the items; null: nothing.</param>
    /// <param name="Items">The oldest first; empty: there are no more.</param>
    /// <param name="Next">The cursor to go on from.</param>
    public sealed record Events(Gap? Missed, ImmutableArray<HistoryEvent> Items, long Next);

    /// <summary>
    /// Of the events after <paramref name="From"/>, up to and with <paramref name="To"/>, those of transfers that ended long ago are no longer kept.
    /// Where <paramref name="To"/> is the lesser, the journal ends there: it is another one than that which <paramref name="From"/> is from.
    /// </summary>
    public sealed record Gap(long From, long To);

    /// <summary>
    /// From now on, until it stops, the asker is told <see cref="EventsArrived"/> and <see cref="Progress"/>. Answered with
    /// <see cref="Subscribed"/>.
    /// </summary>
    public sealed record SubscribeEvents;

    /// <summary>The subscription stands; <paramref name="Cursor"/> is that of the last event committed before.</summary>
    public sealed record Subscribed(long Cursor);

    /// <summary>Events were committed; several become one poke.</summary>
    public sealed record EventsArrived
    {
        /// <summary>The only one.</summary>
        public static readonly EventsArrived Instance = new();
    }

    /// <summary>Once a second: the running transfers that moved since the last time, without their sessions' histories.</summary>
    public sealed record Progress(ImmutableArray<TransferView> Running);
}
