using System.Globalization;
using System.Net;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>The connection breaks over which a file is fetched, in every way; the file arrives all the same, once.</summary>
[Trait("Conformance", "56")]
public sealed class OutOfBandFaultTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;
    private const int Size = (3 * Mebi) + 1;
    private const int Middle = 3 * Mebi / 2;
    // Within the head of the request.
    private const int Begun = 20;
    private static readonly IPAddress _outside = IPAddress.Parse("127.0.0.2");

    [Theory]
    [InlineData(WireFaultKind.Reset, 0)]
    [InlineData(WireFaultKind.Reset, Middle)]
    [InlineData(WireFaultKind.ResetNear, Middle)]
    [InlineData(WireFaultKind.ResetFar, Middle)]
    [InlineData(WireFaultKind.HangUp, Middle)]
    [InlineData(WireFaultKind.HalfClose, Middle)]
    [InlineData(WireFaultKind.Stall, 0)]
    [InlineData(WireFaultKind.Stall, Middle)]
    [InlineData(WireFaultKind.Garbage, 0)]
    [InlineData(WireFaultKind.Garbage, Middle)]
    public async Task An_answer_that_breaks_once_costs_a_session_and_no_file(WireFaultKind kind, long after)
    {
        var received = await SendAsync(connection => connection == 0 ? new WireFault(kind, after) : null);

        received.Sessions.ShouldBeGreaterThan(1);
        if (after > 0 && kind != WireFaultKind.Garbage)
            received.ResumedAt.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(WireFaultKind.Reset)]
    [InlineData(WireFaultKind.HangUp)]
    [InlineData(WireFaultKind.Stall)]
    [InlineData(WireFaultKind.Trickle)]
    [InlineData(WireFaultKind.Garbage)]
    public Task A_request_that_breaks_once_costs_no_file(WireFaultKind kind) =>
        SendAsync(connection => connection == 0 ? new WireFault(kind, Begun, Way.Out) : null);

    [Fact]
    public async Task An_answer_that_breaks_again_and_again_carries_a_part_each_time()
    {
        var received = await SendAsync(_ => new WireFault(WireFaultKind.Reset, Mebi));

        received.Sessions.ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_trickle_is_no_stall()
    {
        // Three seconds and more of trickle under a stall timeout of two: what is left is what the head of the answer took.
        var received = await SendAsync(_ => new WireFault(WireFaultKind.Trickle, Size));

        received.Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task An_endless_trickle_ends_with_the_sender_s_deadline_on_both_sides()
    {
        var port = Ports.Free();
        await using var wire = Wire(port, _ => new WireFault(WireFaultKind.Trickle, Mebi));
        await using var pair = await StartAsync(port, "deadline = 10s");

        var sent = await pair.Sender.SendAsync(pair.NewFile(Size).Path, pair.Peer);

        (await pair.Sender.WaitAsync(sent.Id, "Expired")).Reason.ShouldBe("deadline-passed");
        await pair.Receiver.IncomingAsync(t => t.State != "Streaming" && t.Reason is not null);
        pair.Receiver.InboxFiles.ShouldNotContain(name => !name.StartsWith('.'));
    }

    private static Relay Wire(int port, Func<int, WireFault?> faults) => new(new IPEndPoint(_outside, port), new IPEndPoint(IPAddress.Loopback, port), faults);

    private Task<DaemonPair> StartAsync(int port, string sender = "")
    {
        var (from, to) = prosody.NewPair();
        const string transfer = "stall-timeout = 2s\n";
        return DaemonPair.StartAsync(
            prosody.StartTls(from) with
            {
                Account = "roads = oob-only",
                Transfer = transfer + sender,
                More = string.Create(CultureInfo.InvariantCulture, $"oob {{ listen = \"127.0.0.1:{port}\", public-url = \"http://{_outside}:{port}\" }}"),
            },
            prosody.StartTls(to) with { More = $"may-connect-to = [\"{_outside}\"]", Transfer = transfer });
    }

    /// <summary>Both sides say Completed, and there is one file, the right one; how the receiver tells it.</summary>
    private async Task<Transfer> SendAsync(Func<int, WireFault?> faults)
    {
        var port = Ports.Free();
        await using var wire = Wire(port, faults);
        await using var pair = await StartAsync(port);
        var file = pair.NewFile(Size);

        var sent = await pair.Sender.SendAsync(file.Path, pair.Peer);

        await pair.ShouldArriveAsync(sent.Id, file, TimeSpan.FromMinutes(2), road: "oob");
        wire.Struck.ShouldBeGreaterThan(0);
        return await pair.Receiver.IncomingAsync("Completed");
    }
}
