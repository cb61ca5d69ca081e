using System.CommandLine;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator node</c>, <c>drain</c> and <c>undrain</c>.</summary>
internal static class NodeCommands
{
    public static Command Node() => Simple("node", "Shows the daemon: version, uptime, queue, memory, disks, limits.", "orchestrator node",
        (daemon, stop) => daemon.NodeAsync(stop));

    public static Command Drain() => Simple("drain", "Drains the daemon: what runs ends, nothing begins, until undrain or a restart.",
        "orchestrator drain && orchestrator watch --state Streaming,Verifying   # wait until nothing runs, then stop the daemon",
        (daemon, stop) => daemon.DrainAsync(true, stop));

    public static Command Undrain() => Simple("undrain", "Ends a drain.", "orchestrator undrain", (daemon, stop) => daemon.DrainAsync(false, stop));

    private static TaughtCommand Simple(string name, string description, string example, Func<DaemonClient, CancellationToken, Task<NodeView>> ask)
    {
        var json = ClientOptions.Json("Print one JSON object");
        var command = new TaughtCommand(name, description, example) { json };
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            NodeDetails.Print(await ask(daemon, stop), parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }
}
