using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Transfers;
using static Orchestrator.Tests.Actors.Transfers.Lives;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class SessionHistoryTests
{
    private static readonly NegotiationTrace _trace = NegotiationTrace.Empty
        .Spent(Phase.Discover, TimeSpan.FromMilliseconds(3))
        .Spent(Phase.Connect, TimeSpan.FromMilliseconds(200))
        .Without(new FailedRoad("s5b-direct", "alice@localhost/x", "refused")) with
    { Peer = "bob@localhost/x", Confirms = true, Proxy = "proxy.localhost" };

    [Fact]
    public void A_session_tells_its_way_its_cost_and_its_end()
    {
        var state = At(Born(outgoing: true), 10, new TransferCommand.BeginSession("sid") { Why = "policy any" });
        state = At(state, 11, new TransferCommand.BeginStreaming(1, "s5b-proxy", 0) { Negotiated = _trace });
        state = At(state, 14, new TransferCommand.Break(1, Reason.StreamBroken, "the peer closed", 60));

        var session = state.History.ShouldHaveSingleItem();
        Text(session).ShouldBe(Text(new SessionView
        {
            Number = 1,
            StartedAt = Birth.AddSeconds(10),
            Road = "s5b-proxy",
            Why = "policy any",
            Proxy = "proxy.localhost",
            Peer = "bob@localhost/x",
            FromOffset = 0,
            ToOffset = 60,
            EndedAt = Birth.AddSeconds(14),
            Reason = "stream-broken",
            Detail = "the peer closed",
            Failed = [new FailedRoad("s5b-direct", "alice@localhost/x", "refused")],
            Phases = new SessionPhases { Discover = 3, Connect = 200, Stream = 3000 },
        }));
        state.PeerFull.ShouldBe("bob@localhost/x");
    }

    [Fact]
    public void The_last_session_of_a_completed_transfer_ends_without_a_reason()
    {
        var state = At(Born(outgoing: true), 10, new TransferCommand.BeginSession("sid"));
        state = At(state, 11, new TransferCommand.BeginStreaming(1, "ibb", 0) { Negotiated = _trace });
        state = At(state, 13, new TransferCommand.FinishBytes(1, "abcd"));
        state = At(state, 17, new TransferCommand.Complete("receipt"));

        var session = state.History.ShouldHaveSingleItem();
        (session.Reason, session.ToOffset, session.EndedAt).ShouldBe((null, Size, Birth.AddSeconds(17)));
        (session.Phases.Stream, session.Phases.Verify).ShouldBe((2000, 4000));
    }

    [Fact]
    public void A_pause_ends_the_session_and_what_became_durable_after_it_still_counts()
    {
        var state = Born(outgoing: false).After(
            new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(1, "ibb", 0), new TransferCommand.Pause(), new TransferCommand.Checkpoint(1, 30));

        var session = state.History.ShouldHaveSingleItem();
        (session.Reason, session.ToOffset).ShouldBe(("paused", 30));
        session.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public void The_last_twenty_sessions_are_kept_and_only_the_last_can_be_open() => Prop.ForAll(Any.ToArbitrary(), life =>
    {
        foreach (var state in life.Moments.Select(m => m.After))
        {
            state.History.Length.ShouldBe(Math.Min(state.Session, 20));
            state.History.Select(s => s.Number).ShouldBe(Enumerable.Range(state.Session - state.History.Length + 1, state.History.Length));
            state.History.SkipLast(1).ShouldAllBe(s => s.EndedAt != null);
            if (state.History is [.., var last])
                (last.EndedAt is null).ShouldBe(state.IsActive);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_Orchestrator_is_asked_for_its_word_after_a_restart_without_a_new_session()
    {
        var sent = Born(outgoing: true).After(new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(1, "ibb", 0) { Negotiated = _trace }, new TransferCommand.FinishBytes(1, "abcd"));
        var foreign = Born(outgoing: true).After(new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(1, "ibb", 0), new TransferCommand.FinishBytes(1, "abcd"));

        Decide(sent, new TransferCommand.Reconcile(0), Birth).ShouldBeNull();
        Decide(foreign, new TransferCommand.Reconcile(0), Birth).ShouldBeOfType<Interrupted>();
    }

    [Fact]
    public void Wrong_bytes_of_a_sender_that_thinks_it_is_done_fail_at_once()
    {
        var accept = new TransferCommand.AcceptOffer("id", "bob@localhost", "alice@localhost", null, "file", Size, null, "0123", "/inbox", null);
        var begin = new TransferCommand.BeginSession("sid");
        var wrong = new TransferCommand.Break(1, Reason.HashMismatch, "", 0);

        Decide(TransferState.None.After(accept, begin), wrong, Birth).ShouldBeOfType<Ended>().Status.ShouldBe(TransferStatus.Failed);
        Decide(TransferState.None.After(accept with { RemoteId = "theirs" }, begin), wrong, Birth).ShouldBeOfType<Interrupted>();
    }

    private static TransferState At(TransferState state, int seconds, TransferCommand command) =>
        state.Apply(Decide(state, command, Birth.AddSeconds(seconds)).ShouldNotBeNull());
}
