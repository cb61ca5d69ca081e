using System.CommandLine;
using System.Globalization;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Client;
using Orchestrator.Host.Serving;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator top</c>.</summary>
internal static class TopCommand
{
    public static Command Create()
    {
        var limit = LimitOption.Create(20, "Running transfers at most");
        var command = new TaughtCommand("top", "The daemon at a glance, live: load, counts by state, what runs. Without a terminal, once.", """
            orchestrator top
            """)
        {
            limit,
        };
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new StopSignals();
            using var daemon = daemonOptions.Open(parsed);
            if (Console.IsOutputRedirected)
                AnsiConsole.Write(await DrawAsync(daemon, parsed.GetValue(limit), signals.Token));
            else
                await LiveTable.RunAsync(async () => await DrawAsync(daemon, parsed.GetValue(limit), signals.Token), signals.Token);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<IRenderable> DrawAsync(DaemonClient daemon, int limit, CancellationToken stop)
    {
        var node = await daemon.NodeAsync(stop);
        var counts = await daemon.CountAsync("state", "", stop);
        var (running, _) = await daemon.ListAsync("&state=Negotiating,Streaming,Verifying", "-priority", limit, stop);
        var up = DateTimeOffset.UtcNow - node.StartedAt;
        var head = string.Create(CultureInfo.InvariantCulture,
            $"orchestrator {node.Version}, up {(int)up.TotalHours}:{up:mm\\:ss}{(node.Draining ? ", draining" : "")}; {Units.Bytes(node.RssBytes)} resident; {Units.Rate(counts.Total.BytesPerSecond)}");
        var queue = string.Create(CultureInfo.InvariantCulture,
            $"sending {node.Active}/{node.Limits.MaxActive}, receiving {node.Receiving}/{node.Limits.MaxActive}, {node.QueueDepth} wait for a slot");
        var states = string.Join("  ", counts.Groups.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count}")));
        return new Rows(new Text(head), new Text(queue), new Text(states), running.Count == 0 ? new Text("Nothing runs.") : TransferTable.Of(running));
    }
}
