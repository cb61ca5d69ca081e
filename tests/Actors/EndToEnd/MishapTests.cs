using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>Files that change under our hands, peers that stand still.</summary>
public sealed class MishapTests
{
    [Fact]
    public async Task A_source_that_vanished_while_queued_fails_it()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", House.Hasty);
        var source = house.File("f", 10);
        await House.SubmitAsync(alice, source, "bob@localhost");
        await house.UntilAsync(alice, t => t.State == TransferStatus.WaitingForPeer);

        System.IO.File.Delete(source);

        (await house.UntilAsync(alice, t => t.State == TransferStatus.Failed)).Reason.ShouldBe("source-missing");
    }

    [Theory]
    [InlineData(9_000_000)]
    [InlineData(11_000_000)]
    public async Task A_source_that_shrinks_or_grows_while_it_streams_fails_and_leaves_nothing(int size)
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", House.Hasty);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 5_000_000 });
        var source = house.File("f", 10_000_000);
        await House.SubmitAsync(alice, source, "bob@localhost");
        await house.UntilAsync(alice, t => t.State == TransferStatus.Streaming);

        using (var file = new FileStream(source, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(size);

        (await house.UntilAsync(alice, t => t.State == TransferStatus.Failed)).Reason.ShouldBe("source-changed");
        await house.UntilAsync(bob, t => t.State == TransferStatus.Cancelled);
        house.Received("bob").ShouldBeEmpty();
        await house.PartialsGoneAsync("bob");
    }

    [Fact]
    public async Task A_partial_that_somebody_deletes_is_received_again()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", House.Hasty);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 5_000_000 });
        var source = house.File("f", 8_000_000);
        var id = (await House.SubmitAsync(alice, source, "bob@localhost")).Id;
        await house.UntilAsync(bob, t => t.State == TransferStatus.Streaming && house.Partials("bob").Any());

        System.IO.File.Delete(house.Partials("bob").Single());

        await house.CompletedAsync(alice, id);
        await house.CompletedAsync(bob);
        await house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    public async Task A_sender_that_stands_still_is_cut_off()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", s => s with { StallTimeout = TimeSpan.FromMilliseconds(500) });
        var to = await house.OnlineAsync("bob");
        await using var alice = await ForeignPeer.ComeAsync(house, "alice");
        await alice.OfferAsync(to, new FileOffer("f", 1000), "s");
        await using var stream = await alice.OpenAsync(to, "s");
        await stream.WriteAsync(new byte[600]);

        var stalled = await house.UntilAsync(bob, t => t.State == TransferStatus.Interrupted);

        stalled.Reason.ShouldBe("stalled");
        stalled.Offset.ShouldBe(600);
    }

    [Fact]
    public async Task A_receiver_that_stands_still_is_tried_again()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { StallTimeout = TimeSpan.FromMilliseconds(500) });
        await using var bob = await ForeignPeer.ComeAsync(house, "bob");
        await House.SubmitAsync(alice, house.File("big", 20_000_000), "bob@localhost");

        // The peer connects and reads nothing: the buffers between are full soon.
        await house.UntilAsync(alice, t => t.Reason == "stalled");
    }
}
