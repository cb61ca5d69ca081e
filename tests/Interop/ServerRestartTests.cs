using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>The server goes away; the transfers do not. A server of its own, since it is killed.</summary>
public sealed class ServerRestartTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;

    [Theory]
    [InlineData("kill")]
    [InlineData("stop")]
    public async Task A_server_that_restarts_in_mid_transfer_costs_no_byte(string how)
    {
        await using var pair = await DaemonPair.StartAsync(prosody, transfer: "max-rate = 4MiB");
        var file = pair.NewFile(10 * Mebi);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.Receiver.IncomingAsync(t => t.Offset >= 2 * Mebi);
        await (how == "kill" ? prosody.KillAsync() : prosody.StopAsync());
        await prosody.StartAsync();
        // The bytes flow from daemon to daemon: no later session moves any, though one may be needed to agree on the end.
        (await pair.ShouldArriveAsync(transfer.Id, file)).ResumedAt.ShouldBeOneOf(0, file.Size);
    }

    [Fact]
    public async Task A_server_that_is_away_when_the_last_byte_arrives_only_delays_the_end()
    {
        await using var pair = await DaemonPair.StartAsync(prosody, transfer: "max-rate = 4MiB");
        var file = pair.NewFile(8 * Mebi);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.Receiver.IncomingAsync(t => t.Offset >= 2 * Mebi);
        await prosody.KillAsync();
        var incoming = await pair.Receiver.IncomingAsync(t => t.Offset == t.Size);
        await prosody.StartAsync();
        incoming.State.ShouldNotBe("Completed"); // the sender's hash comes by way of the server
        await pair.ShouldArriveAsync(transfer.Id, file);
    }
}
