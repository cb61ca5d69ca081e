using System.Net;
using Orchestrator.Tests.Interop.Faults;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>Direct, through the server's proxy, in-band: each by itself, and one after the other in one transfer.</summary>
public sealed class RoadTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;
    private static readonly IPAddress _outside = IPAddress.Parse("127.0.0.2");

    [Theory]
    [InlineData("direct-only", "s5b-direct")]
    [InlineData("proxy-only", "s5b-proxy")]
    [InlineData("ibb-only", "ibb")]
    [Trait("Conformance", "12")]
    [Trait("Conformance", "22")]
    public async Task A_policy_forces_the_road(string policy, string road)
    {
        await using var toProxy = ProxyRelay();
        var (from, to) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(
            prosody.StartTls(from) with { Account = $"roads = {policy}" }, prosody.StartTls(to));
        var file = pair.NewFile((2 * Mebi) + 3);

        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);

        (await pair.ShouldArriveAsync(transfer.Id, file, road: road)).Sessions.ShouldBe(1);
        (await pair.Receiver.IncomingAsync("Completed")).Road.ShouldBe(road);
    }

    [Fact]
    public async Task A_closed_direct_road_costs_no_session()
    {
        await using var toProxy = ProxyRelay();
        var (from, to) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(prosody.StartTls(from) with { Listen = "127.0.0.1:0", Advertise = "127.0.0.9" }, prosody.StartTls(to));
        var file = pair.NewFile(Mebi);

        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);

        (await pair.ShouldArriveAsync(transfer.Id, file, road: "s5b-proxy")).Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task A_transfer_that_loses_its_socket_and_then_its_proxy_ends_in_band()
    {
        var port = Ports.Free();
        await using var direct = new Relay(new IPEndPoint(_outside, port), new IPEndPoint(IPAddress.Loopback, port), cutAfter: 3 * Mebi);
        await using var toProxy = ProxyRelay(cutAfter: 6 * Mebi);
        var (from, to) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(
            prosody.StartTls(from) with { Listen = $"127.0.0.1:{port}", Advertise = _outside.ToString() }, prosody.StartTls(to));
        var file = pair.NewFile((12 * Mebi) + 1);

        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        var sent = await pair.ShouldArriveAsync(transfer.Id, file, TimeSpan.FromMinutes(2), road: "ibb");
        // Each relay is cut by the bytes that it carried, so each of the roads was taken.
        (direct.IsCut && toProxy.IsCut).ShouldBeTrue();
        // How much of it the cuts threw away in buffers on the way is chance; it never began at 0 again.
        sent.ResumedAt.ShouldBeGreaterThan(0);
        sent.Sessions.ShouldBeGreaterThanOrEqualTo(3);
    }

    private Relay ProxyRelay(long cutAfter = long.MaxValue) => new(
        new IPEndPoint(IPAddress.Parse(XmppServer.ProxyAddress), prosody.ProxyPort), new IPEndPoint(IPAddress.Loopback, prosody.ProxyPort), cutAfter);
}
