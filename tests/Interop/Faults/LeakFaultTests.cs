using System.Net;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>After many faults nothing is left: no socket, no file, no thread, no transfer in memory.</summary>
public sealed class LeakFaultTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;
    private const int Rounds = 2;

    // The thread pool's size is its own affair; that of a leak grows with the rounds.
    private const int ThreadsMore = 12;

    private static readonly IPAddress _outside = IPAddress.Parse("127.0.0.2");
    private static readonly WireFaultKind[] _kinds = Enum.GetValues<WireFaultKind>();
    private static readonly WireFaultKind[] _endings = [.. _kinds.Where(kind => kind != WireFaultKind.Trickle)];

    [Theory]
    [InlineData("direct")]
    [InlineData("proxy")]
    [InlineData("oob")]
    public async Task Faults_leave_no_socket_file_thread_or_actor_behind(string road)
    {
        var port = road == "proxy" ? prosody.ProxyPort : Ports.Free();
        var seen = road == "proxy" ? IPAddress.Parse(XmppServer.ProxyAddress) : _outside;
        await using var wire = new Relay(new IPEndPoint(seen, port), new IPEndPoint(IPAddress.Loopback, port), road == "oob" ? Each : EveryOther);
        await using var pair = await StartAsync(road, port);
        // The first round pays for what stays: the proxies' addresses, pools, the connections to the API and the database.
        await SendAsync(pair, _kinds.Length);
        var before = (Sender: await QuietAsync(pair.Sender), Receiver: await QuietAsync(pair.Receiver));

        for (var round = 0; round < Rounds; round++)
            await SendAsync(pair, _kinds.Length);

        wire.Struck.ShouldBeGreaterThan(_kinds.Length);
        await ShouldBeBackAsync(pair.Sender, before.Sender);
        await ShouldBeBackAsync(pair.Receiver, before.Receiver);
    }

    // Each in another way: some at the first byte, some in the middle.
    private static WireFault? EveryOther(int connection) =>
        connection % 2 == 0 ? null : new WireFault(_kinds[connection / 2 % _kinds.Length], connection % 4 == 1 ? 49 : Mebi);

    // A connection of HTTP is used again, so each breaks; but one that trickles would never end.
    private static WireFault Each(int connection) => new(_endings[connection % _endings.Length], 2 * Mebi);

    private Task<DaemonPair> StartAsync(string road, int port)
    {
        var (from, to) = prosody.NewPair();
        const string transfer = "stall-timeout = 2s, linger = 1s, deadline = 2m";
        var (sender, receiver) = (prosody.StartTls(from) with { Transfer = transfer }, prosody.StartTls(to) with { Transfer = transfer });
        return road switch
        {
            "direct" => DaemonPair.StartAsync(sender with { Listen = $"127.0.0.1:{port}", Advertise = _outside.ToString() }, receiver),
            "proxy" => DaemonPair.StartAsync(sender with { Listen = "127.0.0.1:0", Advertise = "127.0.0.9" }, receiver),
            _ => DaemonPair.StartAsync(
                sender with { Account = "roads = oob-only", More = $"oob {{ listen = \"127.0.0.1:{port}\", public-url = \"http://{_outside}:{port}\" }}" },
                receiver with { More = $"may-connect-to = [\"{_outside}\"]" }),
        };
    }

    private static async Task SendAsync(DaemonPair pair, int count)
    {
        var transfers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => pair.Sender.SendAsync(pair.NewFile(3 * Mebi).Path, pair.Peer)));
        foreach (var transfer in transfers)
            await pair.Sender.WaitAsync(transfer.Id, "Completed", TimeSpan.FromMinutes(2));
    }

    // What a finished transfer leaves for a moment is over when nothing lives and two looks are alike.
    private static async Task<Held> QuietAsync(Daemon daemon)
    {
        await Wait.UntilAsync(async () => await LiveAsync(daemon) == 0, TimeSpan.FromSeconds(30), () => daemon.Log);
        var held = Held.By(daemon.ProcessId);
        await Wait.UntilAsync(
            async () =>
            {
                await Task.Delay(500);
                var before = held;
                held = Held.By(daemon.ProcessId);
                return before.Sockets == held.Sockets && before.Files == held.Files;
            },
            TimeSpan.FromSeconds(30),
            () => held.ToString());
        return held;
    }

    private static async Task ShouldBeBackAsync(Daemon daemon, Held before)
    {
        Held? now = null;
        await Wait.UntilAsync(
            async () =>
            {
                now = Held.By(daemon.ProcessId);
                return now.Sockets <= before.Sockets && now.Files <= before.Files && now.Threads <= before.Threads + ThreadsMore && await LiveAsync(daemon) == 0;
            },
            // An idle connection to the API lives for a minute.
            TimeSpan.FromSeconds(90),
            () => $"before: {before}; now: {now}\n{string.Join('\n', Held.Open(daemon.ProcessId))}\n{daemon.Log}");
    }

    private static async Task<int> LiveAsync(Daemon daemon)
    {
        var node = await daemon.NodeAsync();
        return node.Live + node.Active + node.Receiving;
    }

    /// <summary>What a process holds of the kernel's.</summary>
    private sealed record Held(int Sockets, int Files, int Threads)
    {
        public static Held By(int process)
        {
            var open = Open(process);
            return new Held(
                open.Count(target => target.StartsWith("socket:", StringComparison.Ordinal)),
                // The program's own parts are opened when they are first needed, and stay.
                open.Count(target => target.StartsWith('/') && Path.GetExtension(target) is not (".dll" or ".pdb" or ".so")),
                Directory.GetDirectories($"/proc/{process}/task").Length);
        }

        public static string[] Open(int process) =>
            [.. new DirectoryInfo($"/proc/{process}/fd").GetFileSystemInfos().Select(entry => entry.LinkTarget).OfType<string>()];
    }
}
