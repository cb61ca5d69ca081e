using Akka.Actor;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>The house as ops see and switch it: accounts, the node, commands for many, forgetting.</summary>
public sealed class AdminTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_submission_repeated_after_its_deadline_gives_its_transfer()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var submit = new AdminProtocol.Submit(house.File("f", 10), Jid.Parse("bob@localhost"), null, "key", null) { Deadline = DateTimeOffset.UtcNow.AddSeconds(2), MaxRate = 0 };
        var first = await alice.Admin.Ask<AdminProtocol.Submitted>(submit, _patience);
        first.Transfer.MaxRate.ShouldBeNull();
        await house.UntilAsync(alice, t => t.State == TransferStatus.Expired);

        var again = await alice.Admin.Ask<AdminProtocol.Submitted>(submit, _patience);

        (again.Created, again.Transfer.Id).ShouldBe((false, first.Transfer.Id));
        (await alice.Admin.Ask<AdminProtocol.Refused>(submit with { Key = "another" }, _patience)).Code.ShouldBe("bad-adjustment");
    }

    [Fact]
    public async Task A_disabled_account_goes_away_stays_away_over_a_restart_and_sends_when_it_is_enabled()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        await house.StartAsync("bob");
        await house.OnlineAsync("bob");
        await house.OnlineAsync("alice");

        (await SwitchAsync(alice, false)).State.ShouldBe(AccountState.Disabled);
        await EventuallyAsync(() => !house.Server.Connected.Contains(Jid.Parse("alice@localhost/orchestrator")));
        var id = (await House.SubmitAsync(alice, house.File("f", 1000), "bob@localhost")).Id;
        await alice.StopAsync(TimeSpan.FromSeconds(5));

        alice = await house.StartAsync("alice");
        (await AccountAsync(alice)).State.ShouldBe(AccountState.Disabled);
        (await alice.Admin.Ask<Explanation>(new AdminProtocol.Explain(id), _patience)).WaitsFor.ShouldBe("account");
        (await SwitchAsync(alice, true)).State.ShouldNotBe(AccountState.Disabled);

        await house.CompletedAsync(alice, id);
        (await AccountAsync(alice)).ShouldSatisfyAllConditions(
            a => a.State.ShouldBe(AccountState.Online),
            a => a.BoundJid.ShouldBe("alice@localhost/orchestrator"));
    }

    [Fact]
    public async Task An_account_that_is_not_configured_cannot_be_switched()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");

        (await alice.Admin.Ask<object>(new AdminProtocol.SetAccountEnabled(Jid.Parse("nobody@localhost"), false), _patience))
            .ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("account-unknown");
    }

    [Fact]
    public async Task The_node_tells_of_itself()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", s => s with { MaxActive = 3 });
        await House.SubmitAsync(alice, house.File("f", 10), "carol@localhost");

        var node = await alice.Admin.Ask<NodeView>(new AdminProtocol.GetNode(), _patience);

        node.Live.ShouldBe(1);
        node.LastEvent.ShouldBeGreaterThan(0);
        node.Listening.ShouldBe(alice.Listening.ToString());
        node.Limits.MaxActive.ShouldBe(3);
        node.FreeDiskBytes.Keys.ShouldBe([house.Inbox("alice"), node.DataDir], ignoreOrder: true);
        node.RssBytes.ShouldBeGreaterThan(node.ManagedBytes);
    }

    [Fact]
    public async Task A_command_for_many_reaches_those_that_match_and_no_other()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var (meant, other) = (new List<string>(), (await House.SubmitAsync(alice, house.File("other", 1), "bob@localhost")).Id);
        for (var n = 0; n < 150; n++)
            meant.Add((await House.SubmitAsync(alice, house.File($"meant-{n}", 1), "carol@localhost")).Id);
        var filter = new TransferFilter { Text = "MEANT-" };

        var dry = await AllAsync(alice, filter, TransferAction.Cancel, dryRun: true);
        dry.ShouldSatisfyAllConditions(d => d.Matched.ShouldBe(150), d => d.Changed.ShouldBe(0), d => d.Ids.ShouldBe(meant.Take(100)));
        (await AllAsync(alice, filter, TransferAction.Cancel, dryRun: false)).ShouldSatisfyAllConditions(
            d => d.Matched.ShouldBe(150), d => d.Changed.ShouldBe(150), d => d.RefusedCount.ShouldBe(0));

        var left = (AdminProtocol.Counts)await alice.Admin.Ask<object>(new AdminProtocol.GetCounts(CountBy.State, null), _patience);
        left.Groups.Single(g => g.Key == nameof(TransferStatus.Cancelled)).Count.ShouldBe(150);
        (await alice.Admin.Ask<TransferView>(new AdminProtocol.GetTransfer(other), _patience)).State.ShouldNotBe(TransferStatus.Cancelled);
        (await AllAsync(alice, filter, TransferAction.Cancel, dryRun: false)).Matched.ShouldBe(0, "what has ended is not meant");
    }

    [Fact]
    public async Task A_command_for_many_tells_who_refused_it()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var id = (await House.SubmitAsync(alice, house.File("f", 1), "carol@localhost")).Id;

        (await AllAsync(alice, new TransferFilter { Peer = "carol@localhost" }, TransferAction.Resume, dryRun: false)).ShouldSatisfyAllConditions(
            d => d.Changed.ShouldBe(0),
            d => d.Refused.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Id.ShouldBe(id), r => r.Code.ShouldBe("wrong-state")));
    }

    [Fact]
    public async Task A_command_for_all_wants_to_be_confirmed()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        await House.SubmitAsync(alice, house.File("f", 1), "carol@localhost");
        var all = new AdminProtocol.ActOnAll(TransferFilter.All, TransferAction.Pause, null, DryRun: false, Confirm: false);

        (await alice.Admin.Ask<object>(all, _patience)).ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("confirm-required");
        (await alice.Admin.Ask<object>(all with { Confirm = true }, _patience)).ShouldBeOfType<AdminProtocol.ActedOnAll>().Changed.ShouldBe(1);
    }

    [Fact]
    public async Task Events_and_history_tell_a_transfers_life()
    {
        await using var house = await House.OpenAsync();
        var (alice, bob) = (await house.StartAsync("alice"), await house.StartAsync("bob"));
        var id = (await House.SubmitAsync(alice, house.File("f", 1000), "bob@localhost")).Id;
        await house.CompletedAsync(alice, id);

        var history = await alice.Admin.Ask<AdminProtocol.History>(new AdminProtocol.GetHistory(id, 0, 100), _patience);
        // A peer that is not there yet costs sessions in between.
        history.Events.Select(e => e.Kind).Except(["interrupted"]).ShouldBe(["submitted", "session-started", "streaming-started", "bytes-done", "completed"]);
        (await alice.Admin.Ask<AdminProtocol.Events>(new AdminProtocol.GetEvents(0, 100), _patience)).Items.Select(e => e.Cursor)
            .ShouldBe(history.Events.Select(e => e.Cursor));
        (await bob.Admin.Ask<AdminProtocol.Events>(new AdminProtocol.GetEvents(0, 100), _patience)).Items[0].Kind.ShouldBe("offer-accepted");
        (await alice.Admin.Ask<object>(new AdminProtocol.GetHistory("aaaaaaaaaaaaaaaaaaaaaaaa", 0, 100), _patience)).ShouldBeOfType<AdminProtocol.NotFound>();
    }

    [Fact]
    public async Task What_ended_long_ago_is_forgotten_and_its_key_is_free_again()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", s => s with { KeepFinished = TimeSpan.FromSeconds(1) });
        var path = house.File("f", 10);
        var id = (await House.SubmitAsync(alice, path, "carol@localhost", "key")).Id;
        var running = (await House.SubmitAsync(alice, house.File("g", 10), "carol@localhost")).Id;
        await alice.Admin.Ask<TransferView>(new AdminProtocol.Act(id, TransferAction.Cancel), _patience);

        await EventuallyAsync(async () => await alice.Admin.Ask<object>(new AdminProtocol.GetTransfer(id), _patience) is AdminProtocol.NotFound);

        var events = await alice.Admin.Ask<AdminProtocol.Events>(new AdminProtocol.GetEvents(0, 1000), _patience);
        events.Missed.ShouldNotBeNull();
        events.Items.ShouldAllBe(e => e.TransferId == running);
        var again = await alice.Admin.Ask<AdminProtocol.Submitted>(new AdminProtocol.Submit(path, Jid.Parse("bob@localhost"), null, "key", null), _patience);
        again.ShouldSatisfyAllConditions(s => s.Created.ShouldBeTrue(), s => s.Transfer.Id.ShouldBe(id), s => s.Transfer.Peer.ShouldBe("bob@localhost"));
        (await house.UntilAsync(alice, t => t.Peer == "bob@localhost", id)).State.ShouldNotBe(TransferStatus.Cancelled);
    }

    private static Task<AccountView> SwitchAsync(OrchestratorNode node, bool enabled) =>
        node.Admin.Ask<AccountView>(new AdminProtocol.SetAccountEnabled(Jid.Parse("alice@localhost"), enabled), _patience);

    private static async Task<AccountView> AccountAsync(OrchestratorNode node) =>
        (await node.Admin.Ask<AdminProtocol.Accounts>(new AdminProtocol.GetAccounts(), _patience)).Items.ShouldHaveSingleItem();

    private static Task<AdminProtocol.ActedOnAll> AllAsync(OrchestratorNode node, TransferFilter filter, TransferAction action, bool dryRun) =>
        node.Admin.Ask<AdminProtocol.ActedOnAll>(new AdminProtocol.ActOnAll(filter, action, null, dryRun, Confirm: false), _patience);

    private static Task EventuallyAsync(Func<bool> condition) => EventuallyAsync(() => Task.FromResult(condition()));

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var until = DateTime.UtcNow + _patience; !await condition(); await Task.Delay(20))
            DateTime.UtcNow.ShouldBeLessThan(until);
    }
}
