using Akka.Actor;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Settings;
using Orchestrator.Actors.Transfers;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>Pausing and resuming a transfer, at either side.</summary>
public sealed class PauseTests
{
    private const int Size = 6_000_000;

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    public async Task A_running_transfer_that_is_paused_stays_so_and_goes_on_where_it_was_when_it_is_resumed(string pauser)
    {
        await using var house = await House.OpenAsync();
        var bob = await house.StartAsync("bob", House.Hasty);
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 1_500_000 });
        var source = house.File("big", Size);
        await House.SubmitAsync(alice, source, "bob@localhost");
        await house.UntilAsync(bob, t => t.Offset > 1_500_000);
        var node = pauser == "alice" ? alice : bob;
        var id = (await House.ListAsync(node)).ShouldHaveSingleItem().Id;

        (await ActAsync(node, id, TransferAction.Pause)).ShouldBeOfType<TransferView>().State.ShouldBe(TransferStatus.Paused);
        var wrong = (await ActAsync(node, id, TransferAction.Pause)).ShouldBeOfType<AdminProtocol.Refused>();
        (wrong.Code, wrong.State).ShouldBe(("wrong-state", TransferStatus.Paused));
        // The other side notices, and does not end it.
        await house.UntilAsync(pauser == "alice" ? bob : alice, t => t.State == TransferStatus.Interrupted && (pauser == "alice" || t.Reason == "peer-busy"));
        (await house.UntilAsync(node, t => t.Id == id)).State.ShouldBe(TransferStatus.Paused);

        (await ActAsync(node, id, TransferAction.Resume)).ShouldBeOfType<TransferView>().State.ShouldBe(TransferStatus.Queued);

        var sent = await house.CompletedAsync(alice);
        sent.ResumedAt.ShouldBeGreaterThan(1_000_000);
        var received = await house.CompletedAsync(bob);
        (sent.RemoteId, received.RemoteId).ShouldBe((received.Id, sent.Id));
        foreach (var (view, peer) in new[] { (sent, "bob@localhost/orchestrator"), (received, "alice@localhost/orchestrator") })
        {
            var sessions = view.SessionHistory.ShouldNotBeNull();
            sessions.Select(s => s.Number).ShouldBe(Enumerable.Range(1, view.Sessions));
            sessions.ShouldAllBe(s => s.EndedAt != null && s.Why != null && s.Peer == peer);
            var (first, last) = (sessions[0], sessions[^1]);
            first.Reason.ShouldBe((view == sent) == (pauser == "alice") ? "paused" : "stream-broken");
            (first.Road, first.FromOffset).ShouldBe(("s5b-direct", 0));
            (last.Reason, last.FromOffset, last.ToOffset).ShouldBe((null, sent.ResumedAt, Size));
            (last.Phases is { Offer: not null, Connect: not null, Stream: > 0, Verify: not null }).ShouldBeTrue(last.Phases.ToString());
        }

        await house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    public async Task A_backoff_is_cut_short_by_a_retry()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { Retry = s.Retry with { MinBackoff = TimeSpan.FromMinutes(5), MaxBackoff = TimeSpan.FromMinutes(5) } });
        var id = (await House.SubmitAsync(alice, house.File("f", 10), "bob@localhost")).Id;
        await house.UntilAsync(alice, t => t is { State: TransferStatus.WaitingForPeer, Sessions: 1 });

        (await ActAsync(alice, id, TransferAction.Retry)).ShouldBeOfType<TransferView>();

        await house.UntilAsync(alice, t => t.Sessions == 2);
    }

    [Fact]
    public async Task A_new_rate_is_felt_by_the_bytes_that_flow()
    {
        await using var house = await House.OpenAsync();
        await house.StartAsync("bob", House.Hasty);
        // A quarter of an hour at this rate.
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 20_000 });
        var source = house.File("big", 20_000_000);
        var id = (await House.SubmitAsync(alice, source, "bob@localhost")).Id;
        await house.UntilAsync(alice, t => t is { State: TransferStatus.Streaming, Rate: < 200_000, Eta: not null });

        (await alice.Admin.Ask<TransferView>(new AdminProtocol.Adjust(id, MaxRate: 50_000_000), TimeSpan.FromSeconds(10))).MaxRate.ShouldBe(50_000_000);

        (await house.CompletedAsync(alice)).Sessions.ShouldBe(1);
        await house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    public async Task A_receipt_that_was_lost_is_asked_for_again_within_the_session()
    {
        await using var house = await House.OpenAsync();
        static TransferSettings Patient(TransferSettings s) => s with { ConfirmTimeout = TimeSpan.FromSeconds(20), NegotiationTimeout = TimeSpan.FromSeconds(20) };
        await house.StartAsync("bob", Patient);
        var alice = await house.StartAsync("alice", Patient);
        var lost = house.Server.Faults.Add(s => s.Stanza.Element(TransferReceipt.ElementName) is not null, new Fault.Drop());
        await House.SubmitAsync(alice, house.File("f", 10_000), "bob@localhost");

        (await house.CompletedAsync(alice)).Sessions.ShouldBe(1);
        lost.Struck.IsCompleted.ShouldBeTrue();
    }

    private static Task<object> ActAsync(OrchestratorNode node, string id, TransferAction action) =>
        node.Admin.Ask<object>(new AdminProtocol.Act(id, action), TimeSpan.FromSeconds(10));
}
