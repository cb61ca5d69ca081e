using System.CommandLine;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;
using Orchestrator.Host.Serving;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator send</c>.</summary>
internal static class SendCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file; the daemon must be able to read it" };
        var peer = new Argument<string>("JID") { Description = "The receiver; without a resource, the best one there is chosen" };
        var account = new Option<string?>("--account")
        {
            Description = "The account that sends; needed when the daemon has more than one",
            HelpName = "JID",
        };
        var key = new Option<string?>("--key")
        {
            Description = "Idempotency key: sending again with the same key gives the same transfer, not a second one",
            HelpName = "KEY",
        };
        var description = new Option<string?>("--description") { Description = "Free text that goes with the offer", HelpName = "TEXT" };
        var wait = new Option<bool>("--wait") { Description = "Wait for the end and show progress; exit code 0 only for Completed" };
        var json = ClientOptions.Json("Print the transfer as one JSON object; with --wait, as it is at the end");
        var url = ClientOptions.Url();
        var command = new TaughtCommand("send", "Hands a file to the daemon; when this returns, the transfer survives a crash.", """
            orchestrator send report.pdf alice@example.org
            orchestrator send backup.tar bob@example.org/laptop --key backup-2026-11-20 --wait
            orchestrator send big.iso store.example.org --account bot@example.org --json | jq -r .id
            """)
        {
            file, peer, account, key, description, wait, json, url,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new StopSignals();
            using var daemon = new DaemonClient(parsed.GetValue(url)!);
            var request = new SubmitRequest(
                Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(peer)!, parsed.GetValue(account), parsed.GetValue(description));
            var (transfer, created) = await daemon.SubmitAsync(request, parsed.GetValue(key), signals.Token);
            if (!created)
                await Console.Error.WriteLineAsync($"This key was used before; it is transfer {transfer.Id}.");

            var waiting = parsed.GetValue(wait);
            if (waiting)
                transfer = await new TransferWait(daemon, transfer).RunAsync(signals.Token);
            if (parsed.GetValue(json))
                TransferJson.Print(transfer);
            else
                Console.WriteLine($"{transfer.Id} {transfer.State}");
            if (!waiting || transfer.State == TransferStatus.Completed)
                return ExitCode.Ok;
            await Console.Error.WriteLineAsync($"{transfer.State}: {Printable.Of(transfer.Detail ?? transfer.Reason ?? "no reason was given")}");
            return ExitCode.Failed;
        });
        return command;
    }
}
