using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Bench.Service;

/// <summary>
/// From the order to send until the first byte of the file leaves the sender for the receiver, or the proxy for it, seen by a
/// wire between them: directly, through both servers' proxies, and when the streamhost offered first does not answer.
/// </summary>
internal static class FirstByte
{
    private const string WireAddress = "127.0.0.4";

    // An address in the bench's network that nobody has: connections to it are never answered.
    private const string Nowhere = "10.99.0.99";

    public static async Task RunAsync(string folder, Table table, int rounds)
    {
        var file = TestFile.Random(Path.Combine(folder, "source"), 1 << 20);
        using var prosody = new Prosody();
        using var ejabberd = new Ejabberd();
        await prosody.InitializeAsync();
        await ejabberd.InitializeAsync();
        try
        {
            await MeasureAsync("direct", prosody, "direct-only", WireAddress, file, table, rounds);
            await MeasureAsync("direct, the first streamhost does not answer", prosody, "direct-only", $"{Nowhere}\", \"{WireAddress}", file, table, rounds);
            await MeasureAsync("Prosody's proxy", prosody, "proxy-only", WireAddress, file, table, rounds);
            await MeasureAsync("ejabberd's proxy", ejabberd, "proxy-only", WireAddress, file, table, rounds);
        }
        finally
        {
            await prosody.DisposeAsync();
            await ejabberd.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(string name, XmppServer server, string roads, string advertise, TestFile file, Table table, int rounds)
    {
        var port = Ports.Free();
        var (from, to) = server.NewPair();
        var viaProxy = roads == "proxy-only";
        await using var wire = viaProxy
            ? new Wire(new IPEndPoint(IPAddress.Parse(XmppServer.ProxyAddress), server.ProxyPort), new IPEndPoint(IPAddress.Loopback, server.ProxyPort))
            : new Wire(new IPEndPoint(IPAddress.Parse(WireAddress), port), new IPEndPoint(IPAddress.Loopback, port));
        await using var sender = await Daemon.CreateAsync(
            server.StartTls(from) with { Listen = $"127.0.0.1:{port}", Advertise = advertise, Account = $"roads = {roads}", Checkpoint = null });
        await using var receiver = await Daemon.CreateAsync(server.StartTls(to) with { Account = $"roads = {roads}", Checkpoint = null });
        var times = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var first = wire.FirstByteAsync();
            var began = Stopwatch.GetTimestamp();
            var transfer = await sender.SendAsync(file.Path, to);
            var at = await first.WaitAsync(TimeSpan.FromSeconds(30));
            await sender.WaitAsync(transfer.Id, "Completed");
            if (round > 0)
                times.Add(Stopwatch.GetElapsedTime(began, at).TotalMilliseconds);
        }

        table.AddTimes(name, times);
    }
}
