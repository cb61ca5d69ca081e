using Akka.Actor;
using Orchestrator.Host.Api.Events;

namespace Orchestrator.Host.Api.Uploads;

/// <summary>Deletes uploaded content that nobody needs any more.</summary>
internal sealed class SpoolKeeper(IActorRef admin, Spool spool, EventReader events)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    /// <summary>Deletes content when its transfer has ended.</summary>
    public async Task FollowAsync(CancellationToken stop)
    {
        await foreach (var page in events.ReadAsync(await events.NewestAsync(stop), stop))
        {
            foreach (var ended in page.Items.Where(happened => happened.Kind is "completed" or "ended"))
                spool.Delete(ended.TransferId);
        }
    }

    /// <summary>Deletes, at start and every hour, what a kill left over and uploads that nobody goes on with.</summary>
    public async Task SweepAsync(CancellationToken stop)
    {
        while (true)
        {
            await spool.SweepAsync(admin, DateTimeOffset.UtcNow);
            await Task.Delay(SweepEvery, stop);
        }
    }
}
