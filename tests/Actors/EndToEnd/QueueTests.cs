using Akka.Actor;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>Who waits for whom, how long, and how waiting ends.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task A_peer_that_is_away_keeps_no_slot_from_the_others()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxActive = 1 });
        await house.StartAsync("bob");
        var waiting = await House.SubmitAsync(alice, house.File("a", 10), "carol@localhost");
        var going = await House.SubmitAsync(alice, house.File("b", 10), "bob@localhost");

        await house.CompletedAsync(alice, going.Id);

        await house.UntilAsync(alice, t => t.State == TransferStatus.WaitingForPeer, waiting.Id);
    }

    [Fact]
    public async Task Many_that_try_a_dead_peer_again_and_again_do_not_hold_up_one_that_came_later()
    {
        await using var house = await House.OpenAsync();
        var soon = TimeSpan.FromMilliseconds(1);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxActive = 1, Retry = s.Retry with { MinBackoff = soon, MaxBackoff = soon } });
        await house.StartAsync("bob");
        await house.OnlineAsync("bob");
        var path = house.File("a", 10);
        for (var n = 0; n < 50; n++)
            await House.SubmitAsync(alice, path, $"nobody{n}@localhost");

        var late = await House.SubmitAsync(alice, house.File("b", 10), "bob@localhost");

        await house.CompletedAsync(alice, late.Id);
    }

    [Fact]
    public async Task A_sender_that_offers_and_falls_silent_keeps_its_place_only_for_a_while()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", s => House.Hasty(s) with { MaxActive = 1 });
        var to = await house.OnlineAsync("bob");
        await using var alice = await ForeignPeer.ComeAsync(house, "alice");
        await using var carol = await ForeignPeer.ComeAsync(house, "carol");
        await alice.OfferAsync(to, new FileOffer("a", 10), "s1");

        var refused = await Should.ThrowAsync<StanzaErrorException>(() => carol.OfferAsync(to, new FileOffer("c", 10), "s2"));
        refused.Error.Condition.ShouldBe("resource-constraint");

        (await house.UntilAsync(bob, t => t.State == TransferStatus.Interrupted)).Reason.ShouldBe("no-answer");
        await carol.SendAsync(to, new FileOffer("c", 10), new byte[10]);
        await house.UntilAsync(bob, t => t is { State: TransferStatus.Completed, Peer: "carol@localhost" });
    }

    [Fact]
    public async Task A_transfer_expires_at_its_deadline()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { Deadline = TimeSpan.FromSeconds(5) });

        await House.SubmitAsync(alice, house.File("f", 10), "bob@localhost");

        var expired = await house.UntilAsync(alice, t => t.State == TransferStatus.Expired);
        expired.Reason.ShouldBe("deadline-passed");
        expired.Detail!.ShouldContain("peer-unavailable");
    }

    [Fact]
    public async Task What_was_received_of_an_expired_transfer_is_removed()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", s => House.Hasty(s) with { Deadline = TimeSpan.FromSeconds(2) });
        var to = await house.OnlineAsync("bob");
        await using var alice = await ForeignPeer.ComeAsync(house, "alice");
        await alice.SendAsync(to, new FileOffer("f", 1000), new byte[600]);

        await house.UntilAsync(bob, t => t.State == TransferStatus.Expired);

        await house.PartialsGoneAsync("bob");
        house.Received("bob").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_waiting_transfer_can_be_cancelled()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", House.Hasty);
        var id = (await House.SubmitAsync(alice, house.File("f", 10), "bob@localhost")).Id;
        await house.UntilAsync(alice, t => t.State == TransferStatus.WaitingForPeer, id);

        await CancelAsync(alice, id);
        await house.StartAsync("bob");
        await house.OnlineAsync("bob");

        (await house.UntilAsync(alice, t => t.Id == id)).State.ShouldBe(TransferStatus.Cancelled);
        (await alice.Admin.Ask<object>(new AdminProtocol.Act("aaaaaaaaaaaaaaaaaaaaaaaa", TransferAction.Cancel), TimeSpan.FromSeconds(5))).ShouldBeOfType<AdminProtocol.NotFound>();
    }

    [Fact]
    public async Task What_the_receiver_cancels_ends_at_the_sender_too()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", House.Hasty);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 1_000_000 });
        await House.SubmitAsync(alice, house.File("big", 10_000_000), "bob@localhost");
        var receiving = await house.UntilAsync(bob, t => t.State == TransferStatus.Streaming);

        await CancelAsync(bob, receiving.Id);

        (await house.UntilAsync(alice, t => t.State == TransferStatus.Cancelled)).Reason.ShouldBe("cancelled-by-peer");
        await house.PartialsGoneAsync("bob");
    }

    [Fact]
    public async Task What_the_receiver_cancelled_while_the_sender_was_away_is_declined()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", House.Hasty);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 1_000_000 });
        var source = house.File("big", 10_000_000);
        await House.SubmitAsync(alice, source, "bob@localhost");
        var receiving = await house.UntilAsync(bob, t => t.State == TransferStatus.Streaming);
        await alice.StopAsync(TimeSpan.FromSeconds(5));

        await CancelAsync(bob, receiving.Id);
        alice = await house.StartAsync("alice", House.Hasty);

        (await house.UntilAsync(alice, t => t.State == TransferStatus.Declined)).Detail!.ShouldContain("Cancelled");
        house.Received("bob").ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_of_many_who_use_a_key_at_once_gets_an_answer()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", House.Hasty);
        var path = Path.Combine(house.Folder, "late");

        (await SubmitManyAsync()).ShouldAllBe(answer => answer is AdminProtocol.Refused);
        await System.IO.File.WriteAllTextAsync(path, "now it is there");
        var submitted = (await SubmitManyAsync()).Cast<AdminProtocol.Submitted>().ToList();

        submitted.Select(s => s.Transfer.Id).Distinct().ShouldHaveSingleItem();
        submitted.Count(s => s.Created).ShouldBe(1);

        Task<object[]> SubmitManyAsync() => Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            alice.Admin.Ask<object>(new AdminProtocol.Submit(path, Jid.Parse("bob@localhost"), null, "key", null), TimeSpan.FromSeconds(10))));
    }

    private static async Task CancelAsync(OrchestratorNode node, string id) =>
        (await node.Admin.Ask<object>(new AdminProtocol.Act(id, TransferAction.Cancel), TimeSpan.FromSeconds(5)))
            .ShouldBeOfType<TransferView>().State.ShouldBe(TransferStatus.Cancelled);
}
