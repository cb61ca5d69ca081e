using System.Globalization;
using System.Net;
using Orchestrator.Tests.Interop.Faults;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>slixmpp, a client in wide use that is no Orchestrator, sends to us and receives from us, by every road.</summary>
public sealed class SlixmppTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Size = (3 << 20) + 11;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("direct", "direct-only", "s5b-direct", Size)]
    [InlineData("proxy", "proxy-only", "s5b-proxy", Size)]
    [InlineData("ibb", "ibb-only", "ibb", Size)]
    [InlineData("ibb", "ibb-only", "ibb", 1)]
    [Trait("Conformance", "12")]
    public async Task It_receives_from_us(string mode, string policy, string road, int size)
    {
        await using var toProxy = ProxyRelay();
        var (us, other) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(us) with { Transfer = "linger = 1s", Account = $"roads = {policy}" });
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["out.bin"], size);
        await using var peer = await StartAsync(mode, "recv", $"{other}/slix", folder["received.bin"]);
        await peer.LineAsync("READY", _patience);
        var transfer = await daemon.SendAsync(file.Path, $"{other}/slix");
        await peer.LineAsync("DONE", _patience);
        TestFile.HashOf(folder["received.bin"]).ShouldBe(file.Sha256);
        var sent = await daemon.WaitAsync(transfer.Id, "Completed");
        sent.ConfirmedBy.ShouldBeOneOf("close", "none");
        sent.Road.ShouldBe(road);
    }

    [Theory]
    [InlineData("direct", "s5b-direct", Size)]
    [InlineData("proxy", "s5b-proxy", Size)]
    [InlineData("ibb", "ibb", Size)]
    [InlineData("ibb", "ibb", 1)]
    [Trait("Conformance", "12")]
    public async Task It_sends_to_us(string mode, string road, int size)
    {
        await using var toProxy = ProxyRelay();
        var (us, other) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(us));
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["in.bin"], size);
        await using var finder = await Foreign.ForeignPeer.ConnectAsync(prosody, other);
        await using var peer = await StartAsync(mode, "send", $"{other}/slix", file.Path, (await finder.FindAsync(us)).ToString());
        await peer.LineAsync("READY", _patience);
        await peer.Input.WriteLineAsync();
        await peer.Input.FlushAsync();
        await peer.LineAsync("DONE", _patience);
        var received = await daemon.IncomingAsync("Completed");
        TestFile.HashOf(received.Path).ShouldBe(file.Sha256);
        received.Road.ShouldBe(road);
    }

    private Relay ProxyRelay() => new(
        new IPEndPoint(IPAddress.Parse(XmppServer.ProxyAddress), prosody.ProxyPort), new IPEndPoint(IPAddress.Loopback, prosody.ProxyPort), long.MaxValue);

    private Task<ChildProcess> StartAsync(string mode, params string[] arguments) => ChildProcess.StartAsync(
        "/usr/bin/python3",
        [Path.Combine(AppContext.BaseDirectory, "slixmpp_peer.py"), .. arguments],
        new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = prosody.ClientPort.ToString(CultureInfo.InvariantCulture),
            ["PASSWORD"] = XmppServer.Password,
            ["CA"] = prosody.CaFile,
            ["ADDRESS"] = "127.0.0.1",
            ["ROAD"] = mode,
        });
}
