using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Host.Client;

/// <summary>Draws what the daemon says anew every second, until told to stop; bears a restart of the daemon.</summary>
internal static class LiveTable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <param name="draw">Asks and draws.</param>
    /// <param name="stop">Ctrl+C.</param>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static Task RunAsync(Func<Task<IRenderable>> draw, CancellationToken stop) =>
        AnsiConsole.Live(new Text("Asking the daemon…")).AutoClear(false).StartAsync(async live =>
        {
            while (true)
            {
                try
                {
                    live.UpdateTarget(await draw());
                }
                catch (DaemonUnreachableException e)
                {
                    live.UpdateTarget(new Text($"{e.Message} Asking again.", new Style(Color.Yellow)));
                }

                live.Refresh();
                await Task.Delay(Every, stop);
            }
        });
}
