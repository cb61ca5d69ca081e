using Orchestrator.Actors.Transfers;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Tests.Interop.Faults;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>The socket between two daemons breaks, in every way; the file arrives all the same, once.</summary>
public sealed class DirectFaultTests
{
    private const int Size = 3_000_001;
    private const int Middle = 1_500_000;

    [Theory]
    [InlineData(WireFaultKind.Reset, 0, "no-streamhost")]
    [InlineData(WireFaultKind.Reset, 20, "no-streamhost")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake, "stream-broken")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake + 1, "stream-broken")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake + Size - 1, "stream-broken")]
    [InlineData(WireFaultKind.ResetNear, RelayedPair.Handshake + Middle, "stalled")]
    [InlineData(WireFaultKind.ResetFar, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.HangUp, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.HalfClose, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.Stall, RelayedPair.Handshake, "stalled")]
    [InlineData(WireFaultKind.Stall, RelayedPair.Handshake + Middle, "stalled")]
    [InlineData(WireFaultKind.Garbage, 0, "no-streamhost")]
    [InlineData(WireFaultKind.Garbage, RelayedPair.Handshake + Middle, "hash-mismatch")]
    public async Task A_connection_that_breaks_once_costs_a_session(WireFaultKind kind, long after, string reason)
    {
        await using var pair = await RelayedPair.OpenAsync(connection => connection == 0 ? new WireFault(kind, after) : null);

        var sent = await pair.SendAsync(Size);

        pair.Wire.Struck.ShouldBe(1);
        sent.Sessions.ShouldBe(2);
        pair.Reasons(sent.Id).ShouldBe([reason]);
        if (after > RelayedPair.Handshake + 1000 && kind != WireFaultKind.Garbage)
            sent.ResumedAt.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_last_byte_costs_nothing()
    {
        await using var pair = await RelayedPair.OpenAsync(_ => new WireFault(WireFaultKind.Reset, RelayedPair.Handshake + Size));

        var sent = await pair.SendAsync(Size);

        pair.House.Streamings(sent.Id).ShouldBe(1);
    }

    [Theory]
    [InlineData(WireFaultKind.Reset, 0)]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake)]
    [InlineData(WireFaultKind.HangUp, RelayedPair.Handshake)]
    [InlineData(WireFaultKind.Stall, 0)]
    [InlineData(WireFaultKind.Stall, RelayedPair.Handshake)]
    [InlineData(WireFaultKind.Garbage, 0)]
    [InlineData(WireFaultKind.Garbage, RelayedPair.Handshake)]
    public async Task A_road_that_never_carries_is_left_for_another(WireFaultKind kind, long after)
    {
        await using var pair = await RelayedPair.OpenAsync(_ => new WireFault(kind, after));

        var sent = await pair.SendAsync(Size);

        sent.Road.ShouldBe("ibb");
        pair.Wire.Struck.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_road_that_breaks_again_and_again_carries_a_part_each_time()
    {
        await using var pair = await RelayedPair.OpenAsync(_ => new WireFault(WireFaultKind.Reset, RelayedPair.Handshake + Middle));

        var sent = await pair.SendAsync(2 * Middle);

        sent.Road.ShouldBe("s5b-direct");
        sent.Sessions.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(WireFaultKind.HalfClose)]
    [InlineData(WireFaultKind.Stall)]
    [InlineData(WireFaultKind.Garbage)]
    public async Task What_the_receiver_says_back_on_the_stream_is_of_no_weight_before_the_end(WireFaultKind kind)
    {
        // Its greeting and request, and then it has nothing to say.
        await using var pair = await RelayedPair.OpenAsync(connection => connection == 0 ? new WireFault(kind, 3 + 47, Way.Out) : null);

        await pair.SendAsync(Size);
    }

    [Fact]
    public async Task A_trickle_is_no_stall()
    {
        // Three seconds of trickle under a stall timeout of 0.7.
        await using var pair = await RelayedPair.OpenAsync(
            _ => new WireFault(WireFaultKind.Trickle, RelayedPair.Handshake + Size - 300),
            s => s with { StallTimeout = TimeSpan.FromMilliseconds(700) });

        (await pair.SendAsync(Size)).Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task An_endless_trickle_ends_with_the_deadline_and_holds_nobody_up()
    {
        await using var pair = await RelayedPair.OpenAsync(
            _ => new WireFault(WireFaultKind.Trickle, RelayedPair.Handshake),
            s => RelayedPair.Quick(s) with { Deadline = TimeSpan.FromSeconds(6) });
        var carol = await pair.House.StartAsync("carol");
        var slow = await House.SubmitAsync(pair.Alice, pair.House.File("slow", Size), "bob@localhost");
        await pair.House.UntilAsync(pair.Bob, t => t.State == TransferStatus.Streaming);

        await House.SubmitAsync(carol, pair.House.File("quick", Size), "alice@localhost");
        await pair.House.CompletedAsync(carol);
        (await pair.House.UntilAsync(pair.Alice, _ => true, slow.Id)).State.ShouldNotBe(TransferStatus.Completed);

        var ended = await pair.House.UntilAsync(pair.Alice, t => t.State is TransferStatus.Expired or TransferStatus.Completed, slow.Id);
        ended.State.ShouldBe(TransferStatus.Expired, "at 100 bytes a second this takes eight hours");
    }
}
