using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator counts</c>.</summary>
internal static class CountsCommand
{
    public static Command Create()
    {
        var by = new Option<string>("--by") { Description = "state, account, peer, road, proxy, reason or direction", HelpName = "WHAT", DefaultValueFactory = _ => "state" };
        by.AcceptOnlyFromAmong([.. Enum.GetNames<CountBy>().Select(name => name.ToLowerInvariant())]);
        var json = ClientOptions.Json("Print one JSON object");
        var command = new TaughtCommand("counts", "Counts transfers, their bytes and what they move now.", """
            orchestrator counts
            orchestrator counts --by reason --state Interrupted,WaitingForPeer
            orchestrator counts --by peer --newer-than 1d
            """)
        {
            by, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        var filter = FilterOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            var counts = await daemon.CountAsync(parsed.GetValue(by)!, filter.Query(parsed), stop);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(counts, ApiJson.Default.Counts));
            else
                Columns.Print("No transfers.", ["What", "Count", "Bytes", "Moved", "Rate"], counts.Groups.Append(counts.Total with { Key = "all" }).Select(Row));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string[] Row(CountGroup group) =>
    [
        group.Key.Length == 0 ? "none" : group.Key, Number(group.Count), Units.Bytes(group.Bytes), Units.Bytes(group.Moved), group.BytesPerSecond == 0 ? "" : Units.Rate(group.BytesPerSecond),
    ];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
