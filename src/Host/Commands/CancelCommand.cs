using System.CommandLine;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The transfer's id" };
        var url = ClientOptions.Url();
        var json = ClientOptions.Json("Print the transfer as one JSON object");
        var command = new TaughtCommand("cancel", "Calls a transfer off; final, and refused when it has already ended.", """
            orchestrator cancel ID
            """)
        {
            id, url, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = new DaemonClient(parsed.GetValue(url)!);
            var transfer = await daemon.CancelAsync(parsed.GetValue(id)!, stop);
            if (parsed.GetValue(json))
                TransferJson.Print(transfer);
            else
                Console.WriteLine($"{transfer.Id} {transfer.State}");
            return ExitCode.Ok;
        });
        return command;
    }
}
