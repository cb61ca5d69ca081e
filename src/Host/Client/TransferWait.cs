using System.Diagnostics;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Client;

/// <summary>Polls a transfer until it ends and shows its progress; bears a restart of the daemon.</summary>
internal sealed class TransferWait(DaemonClient daemon, TransferView transfer)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the daemon may be away before the wait is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Returns the transfer once it has ended.</summary>
    /// <exception cref="CommandException">The daemon went away and did not come back in time.</exception>
    public async Task<TransferView> RunAsync(CancellationToken stop)
    {
        if (!Console.IsErrorRedirected)
            return await ProgressBar.RunAsync(transfer, bar => UntilEndedAsync(bar, stop));
        return await UntilEndedAsync(new ProgressLines(), stop);
    }

    private async Task<TransferView> UntilEndedAsync(IProgressDisplay display, CancellationToken stop)
    {
        var latest = transfer;
        var lastAnswer = Stopwatch.GetTimestamp();
        while (true)
        {
            display.Show(latest);
            if (HasEnded(latest.State))
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
                throw new CommandException(ExitCode.LostDaemon,
                    $"{e.Message} Transfer {transfer.Id} is durable and goes on once a daemon runs there again; see 'orchestrator show {transfer.Id}'.");
            }
        }
    }

    private static bool HasEnded(TransferStatus state) => state is TransferStatus.Completed or TransferStatus.Cancelled
        or TransferStatus.Failed or TransferStatus.Declined or TransferStatus.Expired;
}
