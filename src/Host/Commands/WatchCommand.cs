using System.CommandLine;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Client;
using Orchestrator.Host.Serving;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator watch</c>.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var limit = LimitOption.Create(30, "Rows at most");
        var json = ClientOptions.Json("Print a JSON object per change instead of a table");
        var command = new TaughtCommand("watch", "A live table of transfers; without a terminal, a line per change. Ends with Ctrl+C.", """
            orchestrator watch
            orchestrator watch --state Streaming,Negotiating,Verifying
            orchestrator watch --stuck
            orchestrator watch --json | jq -c '{id, state, offset}'
            """)
        {
            limit, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        var filter = FilterOptions.Of(command);
        command.SetAction(async (parsed, _) =>
        {
            PipedOutput.Use();
            using var signals = new StopSignals();
            using var daemon = daemonOptions.Open(parsed);
            var (query, most) = (filter.Query(parsed), parsed.GetValue(limit));
            if (parsed.GetValue(json) || Console.IsOutputRedirected)
            {
                await ChangesAsync(() => daemon.ListAsync(query, "-updated", most, signals.Token), parsed.GetValue(json), signals.Token);
                return ExitCode.Ok;
            }

            await LiveTable.RunAsync(async () => TransferTable.Of((await daemon.ListAsync(query, "-updated", most, signals.Token)).Items), signals.Token);
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task ChangesAsync(Func<Task<(IReadOnlyList<TransferView> Items, bool More)>> ask, bool json, CancellationToken stop)
    {
        var seen = new Dictionary<string, TransferView>();
        while (true)
        {
            try
            {
                var items = (await ask()).Items;
                foreach (var transfer in items.Where(t => !seen.TryGetValue(t.Id, out var before) || (before.State, before.Offset, before.Reason) != (t.State, t.Offset, t.Reason)))
                {
                    if (json)
                        TransferJson.Print(transfer);
                    else
                        TransferTable.Print([transfer]);
                }

                seen = items.ToDictionary(t => t.Id);
            }
            catch (DaemonUnreachableException e)
            {
                await Console.Error.WriteLineAsync($"{e.Message} Asking again.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }
}
