using System.CommandLine;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The transfer's id" };
        var url = ClientOptions.Url();
        var json = ClientOptions.Json("Print one JSON object");
        var command = new TaughtCommand("show", "Shows all about one transfer.", """
            orchestrator show ID
            orchestrator show ID --json | jq -r .state
            """)
        {
            id, url, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = new DaemonClient(parsed.GetValue(url)!);
            var transfer = await daemon.GetAsync(parsed.GetValue(id)!, stop);
            TransferDetails.Print(transfer, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }
}
