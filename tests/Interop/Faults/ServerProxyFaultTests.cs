using System.Net;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>Many streams through a real server's proxy, while some of them break.</summary>
public abstract class ServerProxyFaultTests<T>(T server) : IClassFixture<T> where T : XmppServer
{
    private const int Mebi = 1 << 20;
    private const int Count = 8;

    [Fact]
    public async Task One_of_eight_streams_breaks_and_the_others_do_not_notice()
    {
        // Each file has two connections, the receiver's and the sender's.
        await using var wire = new Relay(
            new IPEndPoint(IPAddress.Parse(XmppServer.ProxyAddress), server.ProxyPort),
            new IPEndPoint(IPAddress.Loopback, server.ProxyPort),
            connection => connection == 3 ? new WireFault(WireFaultKind.Reset, Mebi, Way.Back) : connection == 2 ? new WireFault(WireFaultKind.Reset, Mebi, Way.Out) : null);
        var (from, to) = server.NewPair();
        await using var pair = await DaemonPair.StartAsync(
            server.StartTls(from) with { Account = "roads = no-ibb", Listen = "127.0.0.1:0", Advertise = "127.0.0.9" }, server.StartTls(to));
        var files = Enumerable.Range(0, Count).Select(n => pair.NewFile((4 * Mebi) + n)).ToArray();

        var transfers = await Task.WhenAll(files.Select(file => pair.Sender.SendAsync(file.Path, pair.Peer)));
        var sent = await Task.WhenAll(transfers.Select(t => pair.Sender.WaitAsync(t.Id, "Completed", TimeSpan.FromMinutes(2))));

        sent.ShouldAllBe(t => t.Road == "s5b-proxy");
        sent.Count(t => t.Sessions == 1).ShouldBeGreaterThanOrEqualTo(Count - 2, pair.Sender.Log);
        var received = await pair.Receiver.ListAsync();
        received.ShouldAllBe(t => t.State == "Completed");
        received.Select(t => TestFile.HashOf(t.Path)).Order().ShouldBe(files.Select(f => f.Sha256).Order());
        pair.Receiver.InboxFiles.Length.ShouldBe(Count);
    }
}
