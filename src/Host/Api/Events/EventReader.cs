using System.Runtime.CompilerServices;
using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api.Events;

/// <summary>Reads events from a cursor on: from memory, and from the journal what is older. What it has to leave out it tells.</summary>
internal sealed class EventReader(IActorRef admin, EventHub hub)
{
    private const int Page = 500;

    /// <summary>What is newest.</summary>
    public EventHub Hub => hub;

    /// <summary>The next events after a cursor; none when there are no more yet.</summary>
    public async Task<AdminProtocol.Events> NextAsync(long after) => hub.After(after, Page) ?? await CommittedAsync(after);

    /// <summary>The next events after a cursor, from the journal, which knows each as soon as it is committed.</summary>
    public Task<AdminProtocol.Events> CommittedAsync(long after) => AdminDoor.AskAsync<AdminProtocol.Events>(admin, new AdminProtocol.GetEvents(after, Page));

    /// <summary>All events after a cursor (null: from now on), a page at a time, as they come.</summary>
    public async IAsyncEnumerable<AdminProtocol.Events> ReadAsync(long? from, [EnumeratorCancellation] CancellationToken stop)
    {
        var after = from ?? await NewestAsync(stop);
        while (true)
        {
            var changed = hub.Changed;
            var events = await NextAsync(after);
            after = events.Next;
            if (events.Items.IsEmpty && events.Missed is null)
                await changed.WaitAsync(stop);
            else
                yield return events;
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The cursor from which on events are new.</summary>
    public async Task<long> NewestAsync(CancellationToken stop)
    {
        for (var changed = hub.Changed; !hub.HasBegun; changed = hub.Changed)
            await changed.WaitAsync(stop);
        return hub.Last;
    }
}
