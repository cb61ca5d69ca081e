using System.CommandLine;
using System.Text.Json;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator history</c>.</summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var id = ClientOptions.Id();
        var json = ClientOptions.Json("Print a JSON object per event");
        var command = new TaughtCommand("history", "Shows all that happened to a transfer: when, who brought it about, and why.", """
            orchestrator history ID
            orchestrator history ID --json | jq 'select(.kind == "interrupted") | .data.reason'
            """)
        {
            id, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            await foreach (var happened in daemon.HistoryAsync(parsed.GetValue(id)!, stop))
            {
                Console.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(happened, ApiJson.Default.HistoryEvent)
                    : EventLine.Of(happened.At, null, happened.By, happened.Kind, happened.Data));
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
