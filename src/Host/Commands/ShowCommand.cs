using System.CommandLine;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = ClientOptions.Id();
        var json = ClientOptions.Json("Print one JSON object");
        var command = new TaughtCommand("show", "Shows all about one transfer, with its sessions.", """
            orchestrator show ID
            orchestrator show ID --json | jq -r .state
            """)
        {
            id, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            var transfer = await daemon.GetAsync(parsed.GetValue(id)!, stop);
            TransferDetails.Print(transfer, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }
}
