using System.Diagnostics;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput;

/// <summary>Two daemons, started once, as daemons are.</summary>
internal sealed class OrchestratorContender : IContender
{
    private readonly Daemon _sender;
    private readonly Daemon _receiver;
    private readonly string _peer;

    private OrchestratorContender(Daemon sender, Daemon receiver, string peer)
    {
        (_sender, _receiver, _peer) = (sender, receiver, peer);
    }

    public string Name => "Orchestrator";

    /// <param name="server">Where both have their account.</param>
    /// <param name="roads">The policy of both: <c>direct-only</c>, <c>proxy-only</c> or <c>ibb-only</c>.</param>
    public static async Task<OrchestratorContender> StartAsync(XmppServer server, string roads)
    {
        var (from, to) = server.NewPair();
        var sender = await Daemon.CreateAsync(Options(server.StartTls(from), roads));
        return new OrchestratorContender(sender, await Daemon.CreateAsync(Options(server.StartTls(to), roads)), to);
    }

    public async Task<(Measurement Measured, string Target)> RunAsync(TestFile file, string folder)
    {
        var (sending, receiving) = (Usage.Begin(_sender.ProcessId), Usage.Begin(_receiver.ProcessId));
        var clock = Stopwatch.StartNew();
        var transfer = await _sender.SendAsync(file.Path, _peer);
        // Completed at the sender is the receiver's word: the file is verified and in place.
        await _sender.WaitAsync(transfer.Id, "Completed");
        var seconds = clock.Elapsed.TotalSeconds;
        var target = (await _receiver.ListAsync())[0].Path;
        return (new Measurement(seconds, Usage.Since(sending, _sender.ProcessId), Usage.Since(receiving, _receiver.ProcessId)), target);
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    // With the program's own checkpoints.
    private static DaemonOptions Options(DaemonOptions account, string roads) =>
        account with { Account = $"roads = {roads}", Checkpoint = null };
}
