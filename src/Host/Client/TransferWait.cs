using System.Diagnostics;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Client;

/// <summary>Polls transfers until they end and shows their progress; bears a restart of the daemon.</summary>
internal sealed class TransferWait(DaemonClient daemon)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the daemon may be away before the wait is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Returns the transfers once they have ended.</summary>
    /// <exception cref="CommandException">The daemon went away and did not come back in time.</exception>
    public Task<TransferView[]> RunAsync(IReadOnlyList<TransferView> transfers, CancellationToken stop) => Console.IsErrorRedirected
        ? Task.WhenAll(transfers.Select(t => UntilEndedAsync(t, new ProgressLines(transfers.Count > 1 ? t.Name : null), stop)))
        : ProgressBar.RunAsync(transfers, (transfer, bar) => UntilEndedAsync(transfer, bar, stop));

    private async Task<TransferView> UntilEndedAsync(TransferView transfer, IProgressDisplay display, CancellationToken stop)
    {
        var latest = transfer;
        var lastAnswer = Stopwatch.GetTimestamp();
        while (true)
        {
            display.Show(latest);
            if (latest.State.IsFinal())
                return latest;
            await Task.Delay(Poll, stop);
            try
            {
                latest = await daemon.GetAsync(transfer.Id, stop);
                lastAnswer = Stopwatch.GetTimestamp();
            }
            catch (DaemonUnreachableException) when (Stopwatch.GetElapsedTime(lastAnswer) < Patience)
            {
                display.DaemonIsAway();
            }
            catch (DaemonUnreachableException e)
            {
                throw new CommandException(ExitCode.LostDaemon, e.Message);
            }
        }
    }
}
