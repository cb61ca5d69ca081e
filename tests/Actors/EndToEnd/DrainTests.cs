using Akka.Actor;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>Draining, priorities, and what explains who waits for what.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task What_was_submitted_while_draining_waits_and_then_goes_by_priority()
    {
        await using var house = await House.OpenAsync();
        await house.StartAsync("bob", House.Hasty);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxActive = 1 });
        await house.OnlineAsync("alice");
        await alice.Admin.Ask<AdminProtocol.Done>(new AdminProtocol.Drain(), _patience);
        var low = await SubmitAsync("low", -5);
        var middle = await SubmitAsync("middle", 0);
        var high = await SubmitAsync("high", 5);
        var raised = await SubmitAsync("raised", 0);
        await alice.Admin.Ask<TransferView>(new AdminProtocol.Adjust(raised, Priority: 100), _patience);

        var explanation = await ExplainAsync(alice, high);
        explanation.WaitsFor.ShouldBe("drain");
        (await ListStatesAsync()).ShouldAllBe(t => t.State == TransferStatus.Queued);
        await alice.Admin.Ask<AdminProtocol.Done>(new AdminProtocol.Undrain(), _patience);

        var ended = new List<TransferView>();
        foreach (var id in new[] { raised, high, middle, low })
            ended.Add(await house.CompletedAsync(alice, id));
        ended.Select(t => t.UpdatedAt).ShouldBeInOrder(SortDirection.Ascending);

        async Task<string> SubmitAsync(string name, int priority) => (await alice.Admin.Ask<AdminProtocol.Submitted>(
            new AdminProtocol.Submit(house.File(name, 1000), Jid.Parse("bob@localhost"), null, null, null) { Priority = priority }, _patience)).Transfer.Id;

        async Task<IEnumerable<TransferView>> ListStatesAsync() => await House.ListAsync(alice);
    }

    [Fact]
    public async Task A_draining_receiver_finishes_what_runs_and_takes_nothing_new()
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", House.Hasty);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 1_000_000 });
        var running = await House.SubmitAsync(alice, house.File("running", 3_000_000), "bob@localhost");
        await house.UntilAsync(alice, t => t.State == TransferStatus.Streaming, running.Id);
        await bob.Admin.Ask<AdminProtocol.Done>(new AdminProtocol.Drain(), _patience);

        var late = await House.SubmitAsync(alice, house.File("late", 1000), "bob@localhost");

        (await house.UntilAsync(alice, t => t.State == TransferStatus.Interrupted, late.Id)).Reason.ShouldBe("peer-busy");
        await house.CompletedAsync(alice, running.Id);
        await bob.Admin.Ask<AdminProtocol.Done>(new AdminProtocol.Undrain(), _patience);
        await house.CompletedAsync(alice, late.Id);
    }

    [Fact]
    public async Task A_transfer_of_an_account_without_connection_begins_no_session_and_explains_itself()
    {
        await using var house = await House.OpenAsync();
        // The server does not know this user.
        var alice = await house.StartAsync("dave", House.Hasty);
        var id = (await House.SubmitAsync(alice, house.File("f", 10), "bob@localhost")).Id;

        (await ExplainAsync(alice, id)).WaitsFor.ShouldBe("account");
        (await house.UntilAsync(alice, t => t.Id == id)).ShouldSatisfyAllConditions(t => t.State.ShouldBe(TransferStatus.Queued), t => t.Sessions.ShouldBe(0));
        (await alice.Admin.Ask<object>(new AdminProtocol.Explain("aaaaaaaaaaaaaaaaaaaaaaaa"), _patience)).ShouldBeOfType<AdminProtocol.NotFound>();
    }

    [Fact]
    public async Task A_transfer_whose_account_is_configured_no_more_waits_and_says_so()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", House.Hasty);
        var id = (await House.SubmitAsync(alice, house.File("f", 10), "bob@localhost")).Id;
        await house.UntilAsync(alice, t => t.State == TransferStatus.WaitingForPeer);
        await alice.StopAsync(_patience);

        await using var carol = await OrchestratorNode.StartAsync(house.Settings("carol", House.Hasty) with { DataDir = house.Settings("alice").DataDir }, house.Loggers);

        var explanation = await ExplainAsync(carol, id);
        var before = await house.UntilAsync(carol, t => t.Id == id);
        (explanation.WaitsFor, explanation.Mend!).ShouldSatisfyAllConditions(e => e.WaitsFor.ShouldBe("account"), e => e.Item2.ShouldContain("Configure alice@localhost again"));
        var later = await house.UntilAsync(carol, t => t.NextAttemptAt < DateTimeOffset.UtcNow);
        later.Sessions.ShouldBe(before.Sessions);
        // Others are not held up by it.
        await house.StartAsync("bob", House.Hasty);
        var other = await House.SubmitAsync(carol, house.File("g", 10), "bob@localhost");
        await house.CompletedAsync(carol, other.Id);
        (await carol.Admin.Ask<object>(new AdminProtocol.Act(id, TransferAction.Cancel), _patience)).ShouldBeOfType<TransferView>();
    }

    [Fact]
    public async Task A_wish_that_cannot_be_is_refused_with_its_bounds()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", House.Hasty);
        var id = (await House.SubmitAsync(alice, house.File("f", 10), "bob@localhost")).Id;

        foreach (var adjust in new[] { new AdminProtocol.Adjust(id, Priority: 101), new AdminProtocol.Adjust(id, Deadline: DateTimeOffset.UtcNow.AddMinutes(-1)), new AdminProtocol.Adjust(id, MaxRate: 3) })
            (await alice.Admin.Ask<object>(adjust, _patience)).ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("bad-adjustment");
        (await alice.Admin.Ask<TransferView>(new AdminProtocol.Adjust(id, Deadline: DateTimeOffset.UtcNow.AddSeconds(2)), _patience)).Id.ShouldBe(id);

        (await house.UntilAsync(alice, t => t.State == TransferStatus.Expired)).Reason.ShouldBe("deadline-passed");
    }

    private static Task<Explanation> ExplainAsync(OrchestratorNode node, string id) =>
        node.Admin.Ask<Explanation>(new AdminProtocol.Explain(id), _patience);
}
