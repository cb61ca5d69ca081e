using System.Net;
using Orchestrator.Tests.Interop.Faults;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>The server's proxy: what it refuses, and what is remembered of it.</summary>
public sealed class ProxyTests(Prosody prosody) : IClassFixture<Prosody>
{
    [Fact]
    [Trait("Conformance", "13")]
    public async Task A_component_that_the_proxy_refuses_is_told_the_mend()
    {
        var (_, to) = prosody.NewPair();
        await using var sender = await Daemon.CreateAsync(prosody.Component(prosody.NewComponent()) with { Account = "roads = proxy-only" });
        await using var receiver = await Daemon.CreateAsync(prosody.StartTls(to));
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["a.bin"], 1000);

        var transfer = await sender.SendAsync(file.Path, to);

        var waiting = await sender.WaitAsync(transfer.Id, t => t.Detail?.Contains("proxy65_open_access", StringComparison.Ordinal) == true);
        waiting.Reason.ShouldBe("no-streamhost");
        sender.Log.ShouldContain("proxy65_open_access");
    }

    [Fact]
    [Trait("Conformance", "13")]
    public async Task What_is_known_of_a_proxy_outlives_a_restart()
    {
        await using var toProxy = new Relay(
            new IPEndPoint(IPAddress.Parse(Prosody.ProxyAddress), prosody.ProxyPort), new IPEndPoint(IPAddress.Loopback, prosody.ProxyPort), long.MaxValue);
        var (from, to) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(prosody.StartTls(from) with { Account = "roads = proxy-only" }, prosody.StartTls(to));
        await SendAsync(pair);
        (await pair.Sender.StopAsync()).ShouldBe(0);
        await pair.Sender.StartAsync();

        await SendAsync(pair);

        await Wait.UntilAsync(
            async () => (await pair.Sender.ProxiesAsync()) is [{ Jid: "proxy.localhost", State: "healthy", Successes: 2, Streams: 0, BytesPerSecond: > 0 }],
            TimeSpan.FromSeconds(20),
            () => pair.Sender.Log);
        // One discovery: in its second life the daemon knew the proxy.
        pair.Sender.Log.Split("\"EventId\":3500").Length.ShouldBe(2, pair.Sender.Log);
    }

    private static async Task SendAsync(DaemonPair pair)
    {
        var transfer = await pair.Sender.SendAsync(pair.NewFile(100_000).Path, pair.Peer);
        (await pair.Sender.WaitAsync(transfer.Id, "Completed")).Road.ShouldBe("s5b-proxy");
    }
}
