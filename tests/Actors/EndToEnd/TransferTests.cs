using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.EndToEnd;

public sealed class TransferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_001)]
    public async Task A_file_arrives_whole_and_verified(int size)
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var bob = await house.StartAsync("bob");
        var source = house.File("data.bin", size);

        var id = (await House.SubmitAsync(alice, source, "bob@localhost")).Id;

        var sent = await house.CompletedAsync(alice, id);
        sent.ConfirmedBy.ShouldBe("receipt");
        var received = await house.CompletedAsync(bob);
        received.Sha256.ShouldBe(sent.Sha256);
        received.Path.ShouldBe(Path.Combine(house.Inbox("bob"), "data.bin"));
        await house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    public async Task A_component_sends_to_a_user_and_gets_from_it()
    {
        await using var house = await House.OpenAsync();
        var component = await house.StartAsync("files.localhost");
        var bob = await house.StartAsync("bob");

        var there = await House.SubmitAsync(component, house.File("there", 10_000), "bob@localhost");
        var back = await House.SubmitAsync(bob, house.File("back", 10_000), "files.localhost");

        await house.CompletedAsync(component, there.Id);
        await house.CompletedAsync(bob, back.Id);
        house.Received("bob").Count().ShouldBe(1);
        house.Received("files.localhost").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_restarted_sender_goes_on_from_the_receivers_offset()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob");
        var slow = await house.StartAsync("alice", s => s with { MaxRate = 4_000_000 });
        var source = house.File("big.bin", 12_000_000);
        var id = (await House.SubmitAsync(slow, source, "bob@localhost")).Id;
        await house.UntilAsync(bob, t => t.Offset > 3_000_000);

        await slow.StopAsync(TimeSpan.FromSeconds(5));
        var alice = await house.StartAsync("alice");

        var sent = await house.CompletedAsync(alice, id);
        sent.ResumedAt.ShouldBeGreaterThan(0);
        sent.Sessions.ShouldBe(2);
        await house.CompletedAsync(bob);
        await house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    public async Task A_restarted_receiver_gets_the_rest()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob");
        var alice = await house.StartAsync("alice", s => s with { MaxRate = 4_000_000 });
        var source = house.File("big.bin", 12_000_000);
        var id = (await House.SubmitAsync(alice, source, "bob@localhost")).Id;
        await house.UntilAsync(bob, t => t.Offset > 3_000_000);

        await bob.StopAsync(TimeSpan.FromSeconds(5));
        await house.UntilAsync(alice, t => t.State is TransferStatus.Interrupted or TransferStatus.WaitingForPeer, id);
        bob = await house.StartAsync("bob");

        (await house.CompletedAsync(alice, id)).ResumedAt.ShouldBeGreaterThan(0);
        await house.CompletedAsync(bob);
        await house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    public async Task A_peer_that_is_away_is_waited_for()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var id = (await House.SubmitAsync(alice, house.File("f", 1000), "bob@localhost")).Id;

        (await house.UntilAsync(alice, t => t.State == TransferStatus.WaitingForPeer, id)).Reason.ShouldBe("peer-unavailable");
        await house.StartAsync("bob");

        await house.CompletedAsync(alice, id);
    }

    [Fact]
    public async Task The_same_key_is_the_same_transfer_and_other_content_a_conflict()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var file = house.File("f", 1000);
        var first = await House.SubmitAsync(alice, file, "bob@localhost", "key-1");

        var again = await alice.Admin.Ask<AdminProtocol.Submitted>(new AdminProtocol.Submit(file, Xmpp.Jid.Parse("bob@localhost"), null, "key-1", null), TimeSpan.FromSeconds(5));
        again.Transfer.Id.ShouldBe(first.Id);
        again.Created.ShouldBeFalse();
        var other = await alice.Admin.Ask<object>(new AdminProtocol.Submit(house.File("g", 10), Xmpp.Jid.Parse("bob@localhost"), null, "key-1", null), TimeSpan.FromSeconds(5));
        other.ShouldBeOfType<AdminProtocol.Conflict>().Detail.ShouldContain("path");
        (await House.ListAsync(alice)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_transfer_leaves_nothing_at_the_receiver()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob");
        var alice = await house.StartAsync("alice", s => s with { MaxRate = 1_000_000 });
        var id = (await House.SubmitAsync(alice, house.File("big.bin", 12_000_000), "bob@localhost")).Id;
        await house.UntilAsync(bob, t => t.Offset > 0);

        var answer = await alice.Admin.Ask<object>(new AdminProtocol.Act(id, TransferAction.Cancel), TimeSpan.FromSeconds(5));

        answer.ShouldBeOfType<TransferView>().State.ShouldBe(TransferStatus.Cancelled);
        (await house.UntilAsync(bob, t => t.State == TransferStatus.Cancelled)).Reason.ShouldBe("cancelled-by-peer");
        house.Received("bob").ShouldBeEmpty();
        var wrong = await alice.Admin.Ask<object>(new AdminProtocol.Act(id, TransferAction.Cancel), TimeSpan.FromSeconds(5));
        wrong.ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("wrong-state");
    }

    [Fact]
    public async Task A_sender_that_is_not_accepted_is_declined()
    {
        await using var house = await House.OpenAsync();
        var settings = house.Settings("bob");
        await using var bob = await Orchestrator.Actors.OrchestratorNode.StartAsync(
            settings with { Accounts = [settings.Accounts[0] with { AcceptFrom = ["carol@localhost"] }] }, house.Loggers);
        var alice = await house.StartAsync("alice");

        var id = (await House.SubmitAsync(alice, house.File("f", 1000), "bob@localhost")).Id;

        var ended = await house.UntilAsync(alice, t => t.State == TransferStatus.Declined, id);
        ended.Reason.ShouldBe("declined");
        house.Received("bob").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_changed_while_queued_fails_and_nothing_of_it_arrives()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var file = house.File("f", 1000);
        var id = (await House.SubmitAsync(alice, file, "bob@localhost")).Id;
        await house.UntilAsync(alice, t => t.State == TransferStatus.WaitingForPeer, id);

        house.File("f", 2000);
        await house.StartAsync("bob");

        (await house.UntilAsync(alice, t => t.State == TransferStatus.Failed, id)).Reason.ShouldBe("source-changed");
        house.Received("bob").ShouldBeEmpty();
    }

    [Fact]
    public async Task Twenty_files_at_once_all_arrive_under_their_names()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        await house.StartAsync("bob");
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
            ids.Add((await House.SubmitAsync(alice, house.File($"file-{i}", 50_000 + i), "bob@localhost")).Id);

        foreach (var id in ids)
            await house.CompletedAsync(alice, id);

        house.Received("bob").Select(f => new FileInfo(f).Length).Order().ShouldBe(Enumerable.Range(0, 20).Select(i => 50_000L + i));
    }
}
