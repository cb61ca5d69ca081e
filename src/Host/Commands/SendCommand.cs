using System.CommandLine;
using Orchestrator.Actors.Admin;
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
        var words = new Argument<string[]>("FILE... JID")
        {
            Description = "Files that the daemon can read, and last the receiver; of a JID without a resource the best one there is chosen",
            Arity = new ArgumentArity(2, 10_000),
        };
        words.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("A FILE or JID is empty.");
        });
        var account = new Option<string?>("--account")
        {
            Description = "The account that sends; needed when the daemon has more than one",
            HelpName = "JID",
        };
        var key = new Option<string?>("--key")
        {
            Description = "Idempotency key: sending again with the same key gives the same transfer, not a second one; of several files the n-th has KEY/n",
            HelpName = "KEY",
        };
        key.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (text.Length == 0 || text.Any(c => c is < '!' or > '~')))
                result.AddError("--key must be visible ASCII characters without spaces; a UUID will do.");
        });
        var upload = new Option<bool>("--upload")
        {
            Description = "Send the content along, to a daemon that cannot read the files; with the same --key an upload that broke off goes on where it was",
        };
        var description = new Option<string?>("--description") { Description = "Free text that goes with the offer", HelpName = "TEXT" };
        var wait = new Option<bool>("--wait") { Description = "Wait for the end and show progress; exit code 0 only if all are Completed" };
        var json = ClientOptions.Json("Print each transfer as a JSON object; with --wait, as it is at the end");
        var command = new TaughtCommand("send", "Hands files to the daemon; when this returns, the transfers survive a crash.", """
            orchestrator send report.pdf alice@example.org
            orchestrator send *.tar bob@example.org/laptop --key backup-2026-11-20 --wait
            orchestrator send big.iso store.example.org --account bot@example.org --priority -10 --max-rate 5MiB
            orchestrator send --upload *.log ops@example.org --key logs-42 --url https://files.example.org:8480 --token-file api.token
            orchestrator send big.iso store.example.org --json | jq -r .id
            """)
        {
            words, account, key, upload, description, wait, json,
        };
        var wishes = WishOptions.Of(command);
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new StopSignals();
            using var daemon = daemonOptions.Open(parsed);
            var (files, peer, wish) = (parsed.GetValue(words)![..^1], parsed.GetValue(words)![^1], wishes.Read(parsed));
            var transfers = new List<TransferView>();
            try
            {
                // One that is refused keeps no other from being sent.
                var exit = await EachOf.RunAsync(files.Select((file, i) => (file, i + 1)), async next =>
                {
                    var (file, n) = next;
                    var request = new SubmitRequest(
                        Path.GetFullPath(file), peer, parsed.GetValue(account), parsed.GetValue(description), wish.Priority, wish.Deadline, wish.MaxRate, wish.Roads);
                    var own = Key(parsed.GetValue(key), n, files.Length);
                    var (transfer, created) = await (parsed.GetValue(upload)
                        ? daemon.UploadAsync(request, own ?? Guid.NewGuid().ToString(), signals.Token)
                        : daemon.SubmitAsync(request, own, signals.Token));
                    if (!created)
                        await Console.Error.WriteLineAsync($"This key was used before; it is transfer {transfer.Id}.");
                    if (parsed.GetValue(wait))
                        transfers.Add(transfer);
                    else
                        TransferLine.Print(transfer, parsed.GetValue(json));
                });
                var waited = transfers.Count > 0 ? await WaitAsync(daemon, transfers, parsed.GetValue(json), signals.Token) : ExitCode.Ok;
                return exit == ExitCode.Ok ? waited : exit;
            }
            catch (Exception e) when (e is OperationCanceledException or CommandException)
            {
                // Nobody has seen the ids of those that were to be waited for.
                foreach (var transfer in transfers)
                    await Console.Error.WriteLineAsync($"{Printable.Of(transfer.Name)} is durable and goes on; see 'orchestrator show {transfer.Id}'.");
                throw;
            }
        });
        return command;
    }

    private static string? Key(string? key, int n, int of) => key is null || of == 1 ? key : $"{key}/{n}";

    private static async Task<int> WaitAsync(DaemonClient daemon, List<TransferView> transfers, bool json, CancellationToken stop)
    {
        var ended = await new TransferWait(daemon).RunAsync(transfers, stop);
        foreach (var transfer in ended)
        {
            TransferLine.Print(transfer, json);
            if (transfer.State != TransferStatus.Completed)
                await Console.Error.WriteLineAsync($"{Printable.Of(transfer.Name)} {transfer.State}: {Printable.Of(transfer.Detail ?? transfer.Reason ?? "no reason was given")}");
        }

        return ended.All(t => t.State == TransferStatus.Completed) ? ExitCode.Ok : ExitCode.Failed;
    }
}
