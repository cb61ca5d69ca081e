using System.Diagnostics;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Demo;

/// <summary>Follows the demo's transfer on both sides and shows its progress.</summary>
internal sealed class DemoWatch(DemoDaemon sender, DemoDaemon receiver, TransferView sent)
{
    // A loaded machine may be slow to answer now and then.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TransferView? _received;
    private long _lastAnswer = Stopwatch.GetTimestamp();

    /// <summary>The transfer as the sender last told it.</summary>
    public TransferView Sent { get; private set; } = sent;

    /// <summary>Waits until the receiver's view fulfils the condition; returns it.</summary>
    public Task<TransferView> UntilAsync(Func<TransferView, bool> reached, TimeSpan poll, CancellationToken stop) =>
        ShowAsync(async display =>
        {
            while (true)
            {
                await AskAsync(stop);
                display.Show(_received ?? Sent);
                if (_received is not null && reached(_received))
                    return _received;
                FailIfEnded(Sent);
                FailIfEnded(_received);
                await Task.Delay(poll, stop);
            }
        });

    /// <summary>Waits until bytes flow in a session after that one; returns when, as a timestamp.</summary>
    public async Task<long> UntilResumedAsync(int session, TimeSpan poll, CancellationToken stop)
    {
        await UntilAsync(view => view.Sessions > session && view.State is TransferStatus.Streaming or TransferStatus.Verifying or TransferStatus.Completed, poll, stop);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>Waits until both sides are Completed; returns the receiver's view.</summary>
    public Task<TransferView> UntilCompletedAsync(TimeSpan poll, CancellationToken stop) =>
        UntilAsync(view => view.State == TransferStatus.Completed && Sent.State == TransferStatus.Completed, poll, stop);

    private async Task AskAsync(CancellationToken stop)
    {
        try
        {
            Sent = await sender.Client.GetAsync(Sent.Id, stop);
            var (items, _) = await receiver.Client.ListAsync("", "-created", 1, stop);
            _received = items.SingleOrDefault();
            _lastAnswer = Stopwatch.GetTimestamp();
        }
        catch (DaemonUnreachableException) when (Stopwatch.GetElapsedTime(_lastAnswer) < Patience)
        {
        }
    }

    private async Task<TransferView> ShowAsync(Func<IProgressDisplay, Task<TransferView>> body) => Console.IsErrorRedirected
        ? await body(new ProgressLines(null))
        : (await ProgressBar.RunAsync([_received ?? Sent], (_, display) => body(display)))[0];

    private static void FailIfEnded(TransferView? view)
    {
        if (view is { State: TransferStatus.Failed or TransferStatus.Cancelled or TransferStatus.Declined or TransferStatus.Expired })
            throw new DemoFailure($"the {view.Direction.ToString().ToLowerInvariant()} transfer is {view.State}: {view.Detail ?? view.Reason}");
    }
}
