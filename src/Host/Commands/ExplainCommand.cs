using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator explain</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = ClientOptions.Id();
        var json = ClientOptions.Json("Print one JSON object");
        var command = new TaughtCommand("explain", "Tells why a transfer is where it is, what it waits for and when it will move.", """
            orchestrator explain ID
            orchestrator explain ID --json | jq -r .waitsFor
            for id in $(orchestrator list --stuck --json | jq -r .id); do orchestrator explain $id; done
            """)
        {
            id, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            var why = await daemon.ExplainAsync(parsed.GetValue(id)!, stop);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(why, ApiJson.Default.Explanation));
                return ExitCode.Ok;
            }

            Console.WriteLine(Printable.Of(why.Text));
            if (why.NextAttemptAt is { } next)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"It moves at {next.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'} at the latest."));
            if (why.Mend is { } mend)
                Console.WriteLine($"What helps: {Printable.Of(mend)}");
            return ExitCode.Ok;
        });
        return command;
    }
}
