using Microsoft.Extensions.Logging.Console;
using Orchestrator.Actors;
using Orchestrator.Host.Api;
using Orchestrator.Host.Configuration;
using Orchestrator.Host.Files;
using Orchestrator.Streams.Http;

namespace Orchestrator.Host.Serving;

/// <summary>The daemon from start to stop.</summary>
internal static class Daemon
{
    /// <summary>Serves until <paramref name="stop"/> is cancelled, then stops within the configured grace.</summary>
    /// <exception cref="CommandException">It cannot start; the message names the fault and the mend.</exception>
    public static async Task RunAsync(HostSettings settings, CancellationToken stop)
    {
        using var loggers = Loggers(settings.Log);
        using var manager = ServiceManager.FromEnvironment();
        var logger = loggers.CreateLogger("Orchestrator.Host");
        using var data = DataDirectory.Open(settings.Node.DataDir);
        DaemonLog.Starting(logger, Version, Environment.ProcessId, settings.Node.DataDir);
        foreach (var warning in settings.Warnings)
            DaemonLog.ConfigurationWarning(logger, warning.ToString());

        var served = settings.Node.Oob is { } oob ? new ServedFiles(oob.PublicUrl, oob.Expires, TimeProvider.System) : null;
        // Before the transfers: a URL that is told must work.
        await using var files = served is null ? null : await FileServer.StartAsync(settings.Node.Oob!, served, loggers);
        var node = await StartNodeAsync(settings, served, loggers);
        try
        {
            await using var api = await ApiServer.StartAsync(settings, node, loggers);
            var accounts = string.Join(", ", settings.Node.Accounts.Select(account => account.Xmpp.Jid));
            DaemonLog.Serving(logger, accounts, api.Address, node.Listening);
            // On standard output, alone: whoever started the daemon waits for this line.
            Console.WriteLine($"ready {api.Address} s5b {node.Listening}");
            manager.Ready($"Serving {accounts}");
            await Watchdog.RunAsync(manager, node.Admin, logger, stop);
            manager.Stopping(settings.ShutdownGrace);
            DaemonLog.Stopping(logger, settings.ShutdownGrace);
        }
        finally
        {
            await StopNodeAsync(node, settings.ShutdownGrace, logger);
        }

        DaemonLog.Stopped(logger);
    }

    private static string Version => typeof(Daemon).Assembly.GetName().Version!.ToString(3);

    private static async Task<OrchestratorNode> StartNodeAsync(HostSettings settings, ServedFiles? served, ILoggerFactory loggers)
    {
        try
        {
            return await OrchestratorNode.StartAsync(settings.Node, loggers, served);
        }
        catch (StartException e)
        {
            throw new CommandException(ExitCode.CannotStart, e.Message);
        }
    }

    private static async Task StopNodeAsync(OrchestratorNode node, TimeSpan grace, ILogger logger)
    {
        try
        {
            // The node bounds itself; a second more only guards against a node that does not.
            await node.StopAsync(grace).WaitAsync(grace + TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            DaemonLog.StopTookTooLong(logger, grace);
        }
    }

    private static ILoggerFactory Loggers(LogSettings log) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(log.Level)
        .AddFilter("Microsoft", log.Level > LogLevel.Warning ? log.Level : LogLevel.Warning)
        // A port that cannot be had is thrown, too, and told in one sentence instead of a stack trace.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddConsole(console =>
        {
            console.FormatterName = log.Json ? ConsoleFormatterNames.Json : LogLine.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        })
        .AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        })
        .AddConsoleFormatter<LogLine, ConsoleFormatterOptions>());
}
