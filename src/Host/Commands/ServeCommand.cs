using System.CommandLine;
using Orchestrator.Host.Configuration;
using Orchestrator.Host.Serving;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The configuration (HOCON)", HelpName = "FILE", Required = true };
        var command = new TaughtCommand("serve",
            "Runs the daemon until SIGTERM or SIGINT; a second signal ends it at once. Prints 'ready URL …' when it serves.", """
            orchestrator serve --config /etc/orchestrator/orchestrator.conf
            orchestrator config defaults   # every setting, with what it means
            """)
        {
            config,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new StopSignals();
            await Daemon.RunAsync(SettingsReader.ReadFile(parsed.GetValue(config)!), signals.Token);
            return ExitCode.Ok;
        });
        return command;
    }
}
