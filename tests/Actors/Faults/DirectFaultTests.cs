using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Tests.Interop.Faults;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>The socket between two daemons breaks, in every way; the file arrives all the same, once.</summary>
public sealed class DirectFaultTests
{
    private const int Size = 3_000_001;
    private const int MoreThanBuffersHold = 30_000_000;
    private const int Middle = 1_500_000;

    [Theory]
    [Trait("Conformance", "9")]
    [InlineData(WireFaultKind.Reset, 0, "no-streamhost")]
    [InlineData(WireFaultKind.Reset, 20, "no-streamhost")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake, "stream-broken")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake + 1, "stream-broken")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.Reset, RelayedPair.Handshake + Size - 1, "stream-broken")]
    [InlineData(WireFaultKind.ResetNear, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.ResetFar, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.HangUp, RelayedPair.Handshake + Middle, "stream-broken or confirm-timeout")]
    [InlineData(WireFaultKind.HalfClose, RelayedPair.Handshake + Middle, "stream-broken")]
    [InlineData(WireFaultKind.Stall, RelayedPair.Handshake, "confirm-timeout")]
    [InlineData(WireFaultKind.Stall, RelayedPair.Handshake + Middle, "confirm-timeout")]
    [InlineData(WireFaultKind.Garbage, 0, "no-streamhost")]
    [InlineData(WireFaultKind.Garbage, RelayedPair.Handshake + Middle, "hash-mismatch")]
    public async Task A_connection_that_breaks_once_costs_a_session_and_no_file(WireFaultKind kind, long after, string reason)
    {
        await using var pair = await RelayedPair.OpenAsync(connection => connection == 0 ? new WireFault(kind, after) : null);

        var sent = await pair.SendAsync(Size);

        pair.Wire.Struck.ShouldBe(1);
        reason.Split(" or ").ShouldContain(pair.House.Reasons(sent.Id).First());
        // A road that stood still is left for the next one, and without a proxy that one is in vain.
        sent.Sessions.ShouldBeGreaterThan(1);
        if (after > RelayedPair.Handshake + 1000 && kind != WireFaultKind.Garbage)
            sent.ResumedAt.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(WireFaultKind.Stall)]
    [InlineData(WireFaultKind.ResetNear)]
    public async Task A_sender_whose_bytes_pile_up_stalls(WireFaultKind kind)
    {
        await using var pair = await RelayedPair.OpenAsync(connection => connection == 0 ? new WireFault(kind, RelayedPair.Handshake + Middle) : null);

        var sent = await pair.SendAsync(MoreThanBuffersHold);

        pair.House.Reasons(sent.Id).First().ShouldBe("stalled");
    }

    [Theory]
    [InlineData(WireFaultKind.Reset)]
    [InlineData(WireFaultKind.HangUp)]
    [InlineData(WireFaultKind.Stall)]
    public async Task A_connection_that_breaks_after_the_last_byte_costs_at_most_an_agreement(WireFaultKind kind)
    {
        await using var pair = await RelayedPair.OpenAsync(_ => new WireFault(kind, RelayedPair.Handshake + Size));

        var sent = await pair.SendAsync(Size);

        // A reset may overtake the bytes before it; what is missing then is little.
        if (pair.House.Streamings(sent.Id) > 1)
            sent.ResumedAt.ShouldBeGreaterThan(0);
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
        // Three seconds of trickle under a stall timeout of one.
        await using var pair = await RelayedPair.OpenAsync(
            _ => new WireFault(WireFaultKind.Trickle, RelayedPair.Handshake + Size - 300),
            s => s with { StallTimeout = TimeSpan.FromSeconds(1), ConfirmTimeout = TimeSpan.FromSeconds(20) });

        (await pair.SendAsync(Size)).Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task An_endless_trickle_ends_with_the_deadline_and_holds_nobody_up()
    {
        await using var pair = await RelayedPair.OpenAsync(
            _ => new WireFault(WireFaultKind.Trickle, RelayedPair.Handshake),
            s => RelayedPair.Quick(s) with { Deadline = TimeSpan.FromSeconds(8) },
            roads: RoadPolicy.DirectOnly);
        var carol = await pair.House.StartAsync("carol");
        var slow = await House.SubmitAsync(pair.Alice, pair.House.File("slow", Size), "bob@localhost");
        await pair.House.UntilAsync(pair.Bob, t => t.State == TransferStatus.Streaming);

        await House.SubmitAsync(carol, pair.House.File("quick", Size), "alice@localhost");
        await pair.House.CompletedAsync(carol);

        // At 100 bytes a second it would take eight hours.
        var expired = await pair.House.UntilAsync(pair.Alice, t => t.State == TransferStatus.Expired, slow.Id);
        expired.Reason.ShouldBe("deadline-passed");
        await pair.House.PartialsGoneAsync("bob");
    }

    [Fact]
    public async Task A_trickle_is_left_for_a_road_that_carries()
    {
        await using var pair = await RelayedPair.OpenAsync(_ => new WireFault(WireFaultKind.Trickle, RelayedPair.Handshake));

        (await pair.SendAsync(Size)).Road.ShouldBe("ibb");
    }
}
