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

    [Fact]
    public async Task Faults_leave_no_socket_file_thread_or_actor_behind()
    {
        var port = Ports.Free();
        // Every other connection breaks, each in another way: some at the first byte, some in the middle.
        await using var wire = new Relay(new IPEndPoint(_outside, port), new IPEndPoint(IPAddress.Loopback, port), connection => connection % 2 == 0
            ? null
            : new WireFault(_kinds[connection / 2 % _kinds.Length], connection % 4 == 1 ? 49 : Mebi));
        var (from, to) = prosody.NewPair();
        const string transfer = "stall-timeout = 2s, linger = 1s, deadline = 2m";
        await using var pair = await DaemonPair.StartAsync(
            prosody.StartTls(from) with { Listen = $"127.0.0.1:{port}", Advertise = _outside.ToString(), Transfer = transfer },
            prosody.StartTls(to) with { Transfer = transfer });
        // The first round pays for what stays: the proxies' addresses, pools, the connections to the API and the database.
        await SendAsync(pair, _kinds.Length);
        var before = (Sender: await QuietAsync(pair.Sender), Receiver: await QuietAsync(pair.Receiver));

        for (var round = 0; round < Rounds; round++)
            await SendAsync(pair, _kinds.Length);

        wire.Struck.ShouldBeGreaterThan(_kinds.Length);
        await ShouldBeBackAsync(pair.Sender, before.Sender);
        await ShouldBeBackAsync(pair.Receiver, before.Receiver);
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
