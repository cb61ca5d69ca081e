using System.CommandLine;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator list</c>.</summary>
internal static class ListCommand
{
    private static readonly string[] Orders = ["created", "updated", "size", "priority", "peer", "name"];

    public static Command Create()
    {
        var limit = LimitOption.Create(50, "At most so many");
        var sort = new Option<string>("--sort")
        {
            Description = "By what: created, updated, size, priority, peer or name; with - before it the greatest first",
            HelpName = "ORDER",
            DefaultValueFactory = _ => "-created",
        };
        sort.AcceptOnlyFromAmong([.. Orders, .. Orders.Select(order => "-" + order)]);
        var json = ClientOptions.Json("Print a JSON object per line");
        var command = new TaughtCommand("list", "Lists transfers, the newest first.", """
            orchestrator list
            orchestrator list --state Failed,Expired --newer-than 1d
            orchestrator list --stuck
            orchestrator list --peer bob@example.org --sort=-size --limit 10
            orchestrator list --limit 1000 --json | jq -r 'select(.direction == "incoming") | .path'
            """)
        {
            sort, limit, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        var filter = FilterOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            var most = parsed.GetValue(limit);
            var (items, more) = await daemon.ListAsync(filter.Query(parsed), parsed.GetValue(sort)!, most, stop);
            if (parsed.GetValue(json))
                TransferJson.Print(items);
            else
                TransferTable.Print(items);
            if (more)
                await Console.Error.WriteLineAsync($"Only the first {most} are shown; --limit shows more.");
            return ExitCode.Ok;
        });
        return command;
    }
}
