using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;
using Orchestrator.Host.Serving;
using Spectre.Console;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator top</c>.</summary>
internal static class TopCommand
{
    public static Command Create()
    {
        var limit = LimitOption.Create(20, "Running transfers at most");
        var json = ClientOptions.Json("Print one JSON object, once: node, counts, running");
        var command = new TaughtCommand("top", "The daemon at a glance, live: load, counts by state, what runs. Without a terminal, once.", """
            orchestrator top
            orchestrator top --json | jq '.counts.total.bytesPerSecond'
            """)
        {
            limit, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new StopSignals();
            using var daemon = daemonOptions.Open(parsed);
            var most = parsed.GetValue(limit);
            if (parsed.GetValue(json))
                Console.WriteLine(Json(await LookAsync(daemon, most, signals.Token)));
            else if (Console.IsOutputRedirected)
                Print(await LookAsync(daemon, most, signals.Token));
            else
                await LiveTable.RunAsync(async () => Draw(await LookAsync(daemon, most, signals.Token)), signals.Token);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<Look> LookAsync(DaemonClient daemon, int limit, CancellationToken stop) => new(
        await daemon.NodeAsync(stop),
        await daemon.CountAsync("state", "", stop),
        (await daemon.ListAsync("&state=Negotiating,Streaming,Verifying", "-priority", limit, stop)).Items);

    private static string Json(Look look) => new JsonObject
    {
        ["node"] = JsonSerializer.SerializeToNode(look.Node, ApiJson.Default.NodeView),
        ["counts"] = JsonSerializer.SerializeToNode(look.Counts, ApiJson.Default.Counts),
        ["running"] = new JsonArray([.. look.Running.Select(transfer => JsonSerializer.SerializeToNode(transfer, ApiJson.Default.TransferView))]),
    }.ToJsonString();

    private static void Print(Look look)
    {
        foreach (var line in Lines(look))
            Console.WriteLine(line);
        TransferTable.Print(look.Running);
    }

    private static Rows Draw(Look look) =>
        new([.. Lines(look).Select(line => new Text(line)), look.Running.Count == 0 ? new Text("Nothing runs.") : TransferTable.Of(look.Running)]);

    private static string[] Lines(Look look)
    {
        var (node, counts) = (look.Node, look.Counts);
        var up = DateTimeOffset.UtcNow - node.StartedAt;
        var head = string.Create(CultureInfo.InvariantCulture,
            $"orchestrator {node.Version}, up {(int)up.TotalHours}:{up:mm\\:ss}{(node.Draining ? ", draining" : "")}; {Units.Bytes(node.RssBytes)} resident; {Units.Rate(counts.Total.BytesPerSecond)}");
        var queue = string.Create(CultureInfo.InvariantCulture,
            $"sending {node.Active}/{node.Limits.MaxActive}, receiving {node.Receiving}/{node.Limits.MaxActive}, {node.QueueDepth} wait for a slot");
        var states = string.Join("  ", counts.Groups.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count}")));
        return [head, queue, states];
    }

    private sealed record Look(NodeView Node, AdminProtocol.Counts Counts, IReadOnlyList<TransferView> Running);
}
