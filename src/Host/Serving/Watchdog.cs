using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Serving;

/// <summary>Asks the daemon's own actors and database whether they answer, and tells the service manager only if they do.</summary>
internal static class Watchdog
{
    // No transfer has this id: the question goes through the admin actor and the transfers' parent to the database and back.
    private static readonly AdminProtocol.GetTransfer Probe = new("watchdog");

    /// <summary>Runs until <paramref name="stop"/>; at once asleep where nobody watches.</summary>
    public static async Task RunAsync(ServiceManager manager, IActorRef admin, ILogger logger, CancellationToken stop)
    {
        if (manager.Watchdog is not { } patience)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        // Three words within the patience, so that one late answer is no death.
        var every = patience / 3;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await admin.Ask<object>(Probe, every);
                manager.IsAlive();
            }
            catch (Exception e)
            {
                DaemonLog.WatchdogUnanswered(logger, every, e);
            }

            await Task.Delay(every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
