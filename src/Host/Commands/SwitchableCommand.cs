using System.CommandLine;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary>A command that shows things, with two below it that switch one of them on and off.</summary>
internal static class SwitchableCommand
{
    public static Command Create(
        string name, string one, string description, Func<DaemonClient, bool, CancellationToken, Task> show, Func<DaemonClient, string, bool, bool, CancellationToken, Task> change)
    {
        var command = new TaughtCommand(name, description, $"""
            orchestrator {name}
            orchestrator {name} disable JID
            orchestrator {name} enable JID
            """);
        var json = ClientOptions.Json($"Print a JSON object per {one}");
        command.Add(json);
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            await show(daemon, parsed.GetValue(json), stop);
            return ExitCode.Ok;
        });
        command.Add(Switch("enable", true));
        command.Add(Switch("disable", false));
        return command;

        Command Switch(string verb, bool enabled)
        {
            var jid = new Argument<string>("JID");
            var asJson = ClientOptions.Json("Print one JSON object");
            var turn = new TaughtCommand(verb, enabled ? $"Uses the {one} again." : $"Uses the {one} no more, also after a restart.", $"orchestrator {name} {verb} JID") { jid, asJson };
            var where = DaemonOptions.Of(turn);
            turn.SetAction(async (parsed, stop) =>
            {
                using var daemon = where.Open(parsed);
                await change(daemon, parsed.GetValue(jid)!, enabled, parsed.GetValue(asJson), stop);
                return ExitCode.Ok;
            });
            return turn;
        }
    }
}
