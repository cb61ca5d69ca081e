using System.CommandLine;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator list</c>.</summary>
internal static class ListCommand
{
    private static readonly string States = string.Join(", ", Enum.GetNames<TransferStatus>());

    public static Command Create()
    {
        var state = new Option<TransferStatus?>("--state")
        {
            Description = "Only transfers in this state: " + States,
            HelpName = "STATE",
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (char.IsAsciiLetter(text.FirstOrDefault()) && Enum.TryParse<TransferStatus>(text, ignoreCase: true, out var value))
                    return value;
                result.AddError($"'{text}' is no state; the states are {States}.");
                return null;
            },
        };
        var limit = new Option<int>("--limit") { Description = "At most so many, the newest first", HelpName = "N", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var n) && n < 1)
                result.AddError("--limit must be at least 1.");
        });
        var url = ClientOptions.Url();
        var json = ClientOptions.Json("Print a JSON object per line");
        var command = new TaughtCommand("list", "Lists transfers, the newest first.", """
            orchestrator list
            orchestrator list --state Failed
            orchestrator list --limit 1000 --json | jq -r 'select(.direction == "incoming") | .path'
            """)
        {
            state, limit, url, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = new DaemonClient(parsed.GetValue(url)!);
            var most = parsed.GetValue(limit);
            var (items, more) = await daemon.ListAsync(parsed.GetValue(state), most, stop);
            if (parsed.GetValue(json))
                TransferJson.Print(items);
            else
                TransferTable.Print(items);
            if (more)
                await Console.Error.WriteLineAsync($"Only the newest {most} are shown; --limit shows more.");
            return ExitCode.Ok;
        });
        return command;
    }
}
