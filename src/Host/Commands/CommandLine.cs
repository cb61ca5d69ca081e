using System.CommandLine;
using System.CommandLine.Help;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Commands;

/// <summary>The tree of commands and what happens to every outcome: output, message, exit code.</summary>
internal static class CommandLine
{
    private const string ExitCodes = """
        Exit codes:
          0  done; a transfer that was waited for is Completed
          1  the transfer ended otherwise; the demo did not succeed
          2  wrong usage
          3  no daemon answers
          4  the daemon refused the request, or, of several, one of them
          5  the configuration has faults
          6  the daemon cannot start
          7  the daemon went away while waiting and did not come back
        130  stopped by Ctrl-C
        """;

    /// <summary>Runs the program; returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors.Select(error => error.Message).Distinct())
                await TellAsync(Printable.Of(error));
            await Console.Error.WriteLineAsync($"See '{Name(parsed.CommandResult.Command)} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            // Each command that has something to tidy up handles signals itself (StopSignals).
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (CommandException e)
        {
            await TellAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    /// <summary>Every command, with its options and its help.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("Moves bulk files between XMPP peers and survives kill -9.")
        {
            ServeCommand.Create(),
            SendCommand.Create(),
            ListCommand.Create(),
            ShowCommand.Create(),
            ExplainCommand.Create(),
            HistoryCommand.Create(),
            WatchCommand.Create(),
            TopCommand.Create(),
            ActionCommand.Create(TransferAction.Pause, "Pauses transfers: what has arrived is kept, nothing moves until they are resumed."),
            ActionCommand.Create(TransferAction.Resume, "Lets paused transfers go on."),
            ActionCommand.Create(TransferAction.Retry, "Tries now what waits for a backoff or for its peer."),
            ActionCommand.Create(TransferAction.Cancel, "Calls transfers off; final, and refused for those that have ended."),
            SetCommand.Create(),
            CountsCommand.Create(),
            AccountsCommand.Create(),
            ProxiesCommand.Create(),
            NodeCommands.Node(),
            NodeCommands.Drain(),
            NodeCommands.Undrain(),
            EventsCommand.Create(),
            DoctorCommand.Create(),
            DemoCommand.Create(),
            ConfigCommand.Create(),
            CompletionCommand.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, ExitCodes);
        return root;
    }

    /// <summary>Tells a failure on standard error. A message can name a file or what a peer wrote: its lines steer no terminal.</summary>
    internal static Task TellAsync(string message) =>
        Console.Error.WriteLineAsync("orchestrator: " + string.Join('\n', message.Split('\n').Select(Printable.Of)));

    private static string Name(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Name(parent)} {command.Name}" : "orchestrator";
}
