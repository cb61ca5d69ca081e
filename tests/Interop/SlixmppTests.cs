using System.Globalization;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>slixmpp, a client in wide use that is no Orchestrator, sends to us and receives from us.</summary>
public sealed class SlixmppTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Size = (3 << 20) + 11;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task It_receives_from_us()
    {
        var (us, other) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(us) with { Transfer = "linger = 1s" });
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["out.bin"], Size);
        await using var peer = await StartAsync("recv", $"{other}/slix", folder["received.bin"]);
        await peer.LineAsync("READY", _patience);
        var transfer = await daemon.SendAsync(file.Path, $"{other}/slix");
        await peer.LineAsync("DONE", _patience);
        TestFile.HashOf(folder["received.bin"]).ShouldBe(file.Sha256);
        (await daemon.WaitAsync(transfer.Id, "Completed")).ConfirmedBy.ShouldBeOneOf("close", "none");
    }

    [Fact]
    public async Task It_sends_to_us()
    {
        var (us, other) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(us));
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["in.bin"], Size);
        await using var finder = await Foreign.ForeignPeer.ConnectAsync(prosody, other);
        await using var peer = await StartAsync("send", $"{other}/slix", file.Path, (await finder.FindAsync(us)).ToString());
        await peer.LineAsync("READY", _patience);
        await peer.Input.WriteLineAsync();
        await peer.Input.FlushAsync();
        await peer.LineAsync("DONE", _patience);
        TestFile.HashOf((await daemon.IncomingAsync("Completed")).Path).ShouldBe(file.Sha256);
    }

    private Task<ChildProcess> StartAsync(params string[] arguments) => ChildProcess.StartAsync(
        "/usr/bin/python3",
        [Path.Combine(AppContext.BaseDirectory, "slixmpp_peer.py"), .. arguments],
        new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = prosody.ClientPort.ToString(CultureInfo.InvariantCulture),
            ["PASSWORD"] = Prosody.Password,
            ["CA"] = prosody.CaFile,
            ["ADDRESS"] = "127.0.0.1",
        });
}
