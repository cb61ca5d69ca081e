using Orchestrator.Actors.Admin;
using Spectre.Console;

namespace Orchestrator.Host.Client;

/// <summary>Progress on a terminal: a bar with bytes, rate, time left and road.</summary>
internal sealed class ProgressBar : IProgressDisplay
{
    private readonly ProgressTask _task;

    private ProgressBar(ProgressTask task) => _task = task;

    /// <summary>Shows a bar per transfer while <paramref name="body"/> runs for each of them.</summary>
    public static async Task<TransferView[]> RunAsync(IReadOnlyList<TransferView> transfers, Func<TransferView, IProgressDisplay, Task<TransferView>> body)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => Task.WhenAll(transfers.Select(transfer =>
            {
                // An empty file still needs a bar that can be full.
                var task = context.AddTask(Title(transfer), maxValue: Math.Max(1, transfer.Size));
                return body(transfer, new ProgressBar(task));
            })));
    }

    public void Show(TransferView transfer)
    {
        _task.Description = Title(transfer);
        _task.Value = transfer.State == Actors.Transfers.TransferStatus.Completed ? _task.MaxValue : transfer.Offset;
    }

    public void DaemonIsAway() => _task.Description = "[yellow]the daemon does not answer; asking again[/]";

    private static string Title(TransferView transfer)
    {
        var title = $"{Markup.Escape(Printable.Of(transfer.Name))} [{TransferTable.Colour(transfer.State).ToMarkup()}]{transfer.State}[/]";
        return transfer.Road is null ? title : $"{title} {Markup.Escape(transfer.Road)}";
    }
}
