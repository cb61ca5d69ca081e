using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>A client that is no Orchestrator sends to us and receives from us, by every road, through both servers.</summary>
public abstract class ClientTests(BothServers servers, ForeignClient client) : IClassFixture<BothServers>
{
    private const int Mebi = 1 << 20;
    private const int Offers = 4;
    private static readonly long[] _sizes = [1, Mebi, 64 * Mebi];
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>Server, road, and how its bytes are to come.</summary>
    public static TheoryData<string, string, string> Roads { get; } = new()
    {
        { "ejabberd", "direct", "s5b-direct" },
        { "ejabberd", "proxy", "s5b-proxy" },
        { "Prosody", "proxy", "s5b-proxy" },
        { "ejabberd", "ibb", "ibb" },
        { "Prosody", "ibb", "ibb" },
    };

    [Theory]
    [MemberData(nameof(Roads))]
    [Trait("Conformance", "12")]
    public async Task It_receives_from_us(string serverName, string road, string expected)
    {
        var server = servers[serverName];
        var (us, other) = server.NewPair();
        await using var daemon = await Daemon.CreateAsync(server.StartTls(us) with { Transfer = "linger = 1s", Account = $"roads = {road}-only" });
        using var folder = new TempFolder();
        foreach (var size in _sizes)
        {
            var file = TestFile.Random(folder[Name("out", size)], size);
            var target = folder[Name("received", size)];
            await using var peer = await client.ReceiveAsync(server, road, $"{other}/peer", target, folder.NewFolder(Name("settings", size)));
            await peer.LineAsync("READY", _patience);

            var transfer = await daemon.SendAsync(file.Path, other);

            await peer.LineAsync("DONE", _patience);
            TestFile.HashOf(target).ShouldBe(file.Sha256);
            var sent = await daemon.WaitAsync(transfer.Id, "Completed", _patience);
            sent.Road.ShouldBe(expected);
            sent.ConfirmedBy.ShouldBeOneOf("close", "none");
        }
    }

    [Theory]
    [MemberData(nameof(Roads))]
    [Trait("Conformance", "12")]
    public async Task It_sends_to_us(string serverName, string road, string expected)
    {
        if (road == "direct")
            HasAddress().ShouldBeTrue("most clients offer no loopback address, and this machine has no other one: run ./test.sh Interop");
        var server = servers[serverName];
        var (us, other) = server.NewPair();
        var jid = $"{us}/files";
        await using var daemon = await Daemon.CreateAsync(server.StartTls(jid) with { Account = road == "ibb" ? "roads = ibb-only" : "" });
        await daemon.OnlineAsync();
        using var folder = new TempFolder();
        foreach (var size in _sizes)
        {
            var (arrived, mayLose) = (false, MayLose(serverName, road, size));
            for (var offer = 1; !arrived && offer <= (mayLose ? Offers : 1); offer++)
            {
                var name = Name($"in-{offer}", size);
                var file = TestFile.Random(folder[name], size);
                await using var peer = await client.SendAsync(server, road, $"{other}/peer", file.Path, folder.NewFolder($"settings-{name}"), jid);
                await peer.LineAsync("READY", _patience);
                await peer.Input.WriteLineAsync();
                await peer.Input.FlushAsync();
                await peer.LineAsync("DONE", _patience);

                var received = await EndAsync(daemon, name);
                arrived = received.State == "Completed";
                if (arrived)
                    (received.Road, TestFile.HashOf(received.Path)).ShouldBe((expected, file.Sha256));
                else
                    received.Offset.ShouldBe(0);
            }

            (arrived || mayLose).ShouldBeTrue(daemon.Log);
        }
    }

    /// <summary>The client closes before it knows that its bytes can pass, so that all of them may be lost; never a part.</summary>
    protected virtual bool MayLose(string server, string road, long size) => false;

    private static string Name(string what, long size) => string.Create(CultureInfo.InvariantCulture, $"{what}-{size}");

    private static async Task<Transfer> EndAsync(Daemon daemon, string name)
    {
        Transfer? last = null;
        await Wait.UntilAsync(
            async () => (last = (await daemon.ListAsync()).SingleOrDefault(t => t.Name == name)) is { State: "Interrupted" or "Completed" } or { IsFinal: true },
            _patience,
            () => $"{last}\n{daemon.Log}");
        return last!;
    }

    private static bool HasAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus != OperationalStatus.Down && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Any(a => a.Address.AddressFamily == AddressFamily.InterNetwork);
}
