using System.CommandLine;
using System.Text.Json;
using Orchestrator.Host.Demo;
using Orchestrator.Host.Serving;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator demo</c>.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan BaseTimeout = TimeSpan.FromMinutes(2);
    private const long SlowestBytesPerSecond = 4_000_000;

    public static Command Create()
    {
        var size = new Option<long>("--size")
        {
            Description = "The file's size, such as 64MiB; twice as much must be free in the temporary folder",
            HelpName = "SIZE",
            DefaultValueFactory = _ => 256 << 20,
            CustomParser = result =>
            {
                if (Units.TryBytes(result.Tokens.Single().Value, out var bytes) && bytes >= 1 << 20)
                    return bytes;
                result.AddError($"'{result.Tokens.Single().Value}' is no size for the demo; write a number and its unit, at least 1MiB.");
                return 0;
            },
        };
        var kill = new Option<Victim>("--kill")
        {
            Description = "Who gets kill -9 in the middle: sender, receiver or none",
            HelpName = "WHO",
            DefaultValueFactory = _ => Victim.Sender,
        };
        kill.AcceptOnlyFromAmong("sender", "receiver", "none");
        var json = new Option<bool>("--json") { Description = "Print only the result, as one line of JSON; the tale goes to standard error" };
        var command = new TaughtCommand("demo",
            "Shows a transfer that survives kill -9: two daemons, an XMPP server in memory, a random file, a real SIGKILL. Leaves nothing behind.", """
            orchestrator demo
            orchestrator demo --kill receiver --size 1GiB
            orchestrator demo --json | jq .resumedAt
            """)
        {
            size, kill, json,
        };
        command.SetAction((parsed, _) => RunAsync(new DemoOptions(parsed.GetValue(size), parsed.GetValue(kill), parsed.GetValue(json))));
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options)
    {
        using var signals = new StopSignals();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        stop.CancelAfter(BaseTimeout + TimeSpan.FromSeconds(options.Size / SlowestBytesPerSecond));
        var report = new DemoReport(options.Json);
        var run = new DemoRun(options, report);
        var result = new DemoResult(options.Size, false, 0, options.Victim.ToString().ToLowerInvariant(), 0, 0);
        try
        {
            result = await run.RunAsync(stop.Token);
        }
        catch (Exception e) when (e is DemoFailure or CommandException or IOException)
        {
            report.Failure(e.Message, run.Daemons);
        }
        catch (OperationCanceledException) when (!signals.Token.IsCancellationRequested)
        {
            report.Failure("it took too long.", run.Daemons);
        }

        if (options.Json)
            Console.WriteLine(JsonSerializer.Serialize(result, DemoJson.Default.DemoResult));
        return result.Equal ? ExitCode.Ok : ExitCode.Failed;
    }
}
