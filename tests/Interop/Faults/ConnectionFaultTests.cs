using System.Net;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>The XMPP connection breaks under an in-band bytestream.</summary>
public sealed class ConnectionFaultTests(Ejabberd resuming, Prosody refusing, OpenProsody forgetful)
    : IClassFixture<Ejabberd>, IClassFixture<Prosody>, IClassFixture<OpenProsody>
{
    private const int Mebi = 1 << 20;

    [Theory]
    [InlineData("sender")]
    [InlineData("receiver")]
    [Trait("Conformance", "31")]
    public async Task A_resumed_connection_costs_no_session(string side)
    {
        var (sent, wire, log) = await SendAsync(resuming, side);

        wire.Struck.ShouldBe(1);
        sent.Sessions.ShouldBe(1, log);
    }

    // A window that is full takes no block while the connection is down; at a limited rate it is not full.
    [Fact]
    [Trait("Conformance", "31")]
    public async Task Blocks_that_fall_due_while_the_connection_is_down_wait_for_it()
    {
        var (sent, wire, log) = await SendAsync(resuming, "sender", "max-rate = 512KiB", 2 * Mebi);

        wire.Struck.ShouldBe(1);
        sent.Sessions.ShouldBe(1, log);
    }

    // Prosody 0.12 reads on with the parser of the connection that broke, so what broke in a stanza cannot be resumed.
    [Fact]
    public async Task A_connection_that_Prosody_resumes_and_then_refuses_costs_a_session()
    {
        var (sent, wire, log) = await SendAsync(refusing, "sender");

        wire.Struck.ShouldBe(1);
        sent.Sessions.ShouldBeInRange(1, 3, log);
    }

    [Theory]
    [InlineData("sender")]
    [InlineData("receiver")]
    [Trait("Conformance", "31")]
    public async Task A_connection_that_begins_anew_costs_no_byte_that_was_durable(string side)
    {
        var (sent, wire, _) = await SendAsync(forgetful, side);

        wire.Struck.ShouldBe(1);
        (sent.Sessions == 1 || sent.ResumedAt > 0).ShouldBeTrue();
    }

    private static async Task<(Transfer Sent, Relay Wire, string Log)> SendAsync(XmppServer server, string side, string limits = "", int size = 8 * Mebi)
    {
        var way = side == "sender" ? Way.Out : Way.Back;
        await using var wire = new Relay(
            new IPEndPoint(IPAddress.Loopback, Ports.Free()),
            new IPEndPoint(IPAddress.Loopback, server.ClientPort),
            connection => connection == 0 ? new WireFault(WireFaultKind.Reset, size / 2, way) : null);
        var (from, to) = server.NewPair();
        DaemonOptions Login(string jid, string whose) =>
            server.StartTls(jid) with { XmppPort = whose == side ? wire.EndPoint.Port : server.ClientPort, Account = "roads = ibb-only", Transfer = limits };
        await using var pair = await DaemonPair.StartAsync(Login(from, "sender"), Login(to, "receiver"));
        var file = pair.NewFile(size);

        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);

        return (await pair.ShouldArriveAsync(transfer.Id, file, TimeSpan.FromMinutes(2), road: "ibb"), wire, side == "sender" ? pair.Sender.Log : pair.Receiver.Log);
    }
}
