using Akka.Actor;
using Orchestrator.Host.Api.Events;

namespace Orchestrator.Host.Api.Uploads;

/// <summary>Deletes uploaded content when its transfer has ended, and at start what a kill left over.</summary>
internal sealed class SpoolKeeper(IActorRef admin, Spool spool, EventReader events)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken stop)
    {
        // What ends from here on is seen in the events, what ended before in the sweep.
        var from = await events.NewestAsync(stop);
        await spool.SweepAsync(admin, DateTimeOffset.UtcNow);
        var swept = TimeProvider.System.GetTimestamp();
        await foreach (var page in events.ReadAsync(from, stop))
        {
            foreach (var ended in page.Items.Where(happened => happened.Kind is "completed" or "ended"))
                spool.Delete(ended.TransferId);
            if (TimeProvider.System.GetElapsedTime(swept) < SweepEvery)
                continue;
            await spool.SweepAsync(admin, DateTimeOffset.UtcNow);
            swept = TimeProvider.System.GetTimestamp();
        }
    }
}
