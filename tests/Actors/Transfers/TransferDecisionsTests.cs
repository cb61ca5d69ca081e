using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Transfers;
using static Orchestrator.Tests.Actors.Transfers.Lives;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class TransferDecisionsTests
{
    private const string Sha256 = "abcd";

    private static void Always(Action<Life> holds) =>
        Prop.ForAll(Any.ToArbitrary(), life => holds(life)).QuickCheckThrowOnFailure();

    private static void AtEveryMoment(Action<Moment> holds) => Always(life => life.Moments.ForEach(holds));

    [Fact]
    public void What_is_final_stays_as_it_is() => AtEveryMoment(m =>
    {
        if (m.Before.IsFinal)
            m.Happened.ShouldBeNull();
    });

    [Fact]
    public void Offsets_stay_within_the_file_and_sessions_only_count_up() => AtEveryMoment(m =>
    {
        m.After.Offset.ShouldBeInRange(0, Size);
        m.After.ResumedAt.ShouldBeInRange(0, Size);
        m.After.Session.ShouldBe(m.Happened is SessionStarted ? m.Before.Session + 1 : m.Before.Session);
    });

    [Fact]
    public void A_word_of_another_session_changes_nothing() => AtEveryMoment(m =>
    {
        var ofSession = m.Command is TransferCommand.BeginStreaming or TransferCommand.Checkpoint or TransferCommand.FinishBytes or TransferCommand.Break;
        if (ofSession && m.Slip != 0)
            m.Happened.ShouldBeNull();
    });

    [Fact]
    public void A_checkpoint_only_moves_the_offset_forward() => AtEveryMoment(m =>
    {
        if (m.Happened is Checkpointed)
            m.After.Offset.ShouldBeGreaterThan(m.Before.Offset);
    });

    [Fact]
    public void Nothing_is_completed_that_was_not_seen_whole_and_verified() => Always(life =>
    {
        foreach (var m in life.Moments.Where(m => m.Happened is Completed))
        {
            m.Before.Sha256.ShouldNotBeNull();
            m.Before.IsVerified.ShouldBe(m.Before.Direction == TransferDirection.Incoming);
            life.Events.TakeWhile(e => e is not Completed).OfType<BytesDone>().ShouldNotBeEmpty();
            m.After.Offset.ShouldBe(Size);
        }
    });

    [Fact]
    public void A_verified_file_is_stopped_by_nothing_but_the_disk() => AtEveryMoment(m =>
    {
        if (m.Before.IsVerified && m.Happened is { } happened)
            (happened is Verified or PutOff or Completed or Interrupted { Reason: "inbox-unwritable" }).ShouldBeTrue(happened.ToString());
    });

    [Fact]
    public void Whatever_waits_knows_until_when_and_never_longer_than_the_settings_allow() => AtEveryMoment(m =>
    {
        if (m.Happened is not Interrupted)
            return;
        (m.After.NextAttemptAt is not null).ShouldBe(m.After.Direction == TransferDirection.Outgoing);
        if (m.After.NextAttemptAt is { } next)
            (next - m.Now).ShouldBeInRange(TimeSpan.Zero, Settings.Retry.MaxBackoff * (1 + Settings.Retry.Jitter));
    });

    [Fact]
    public void The_events_alone_tell_the_state() => Always(life =>
        Text(life.Events.Aggregate(TransferState.None, (state, happened) => state.Apply(happened))).ShouldBe(Text(life.End)));

    [Fact]
    public void It_expires_at_the_deadline_and_not_before()
    {
        var state = Born(outgoing: true);

        Decide(state, new TransferCommand.Expire(), state.Deadline.AddTicks(-1)).ShouldBeNull();
        var ended = Decide(state, new TransferCommand.Expire(), state.Deadline).ShouldBeOfType<Ended>();
        ended.Status.ShouldBe(TransferStatus.Expired);
        ended.Reason.ShouldBe("deadline-passed");
    }

    [Fact]
    public void An_expired_transfer_tells_what_had_held_it_up()
    {
        var state = Born(outgoing: true).After(new TransferCommand.BeginSession("sid"), new TransferCommand.Break(1, Reason.Stalled, "no byte for 10 s", 0));

        var ended = Decide(state, new TransferCommand.Expire(), state.Deadline).ShouldBeOfType<Ended>();

        ended.Detail!.ShouldContain("stalled");
        ended.Detail!.ShouldContain("no byte for 10 s");
    }

    public static TheoryData<string> Codes => [.. Reason.All.Select(r => r.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_reason_leads_to_what_it_means(string code)
    {
        var reason = Reason.Of(code);

        var after = Born(outgoing: true).After(new TransferCommand.BeginSession("sid"), new TransferCommand.Break(1, reason, null, 0));

        after.Reason.ShouldBe(code);
        after.Status.ShouldBe(reason.Retry switch
        {
            Retry.Always or Retry.Bounded => TransferStatus.Interrupted,
            Retry.WhenPeerIsThere => TransferStatus.WaitingForPeer,
            Retry.Never => TransferStatus.Failed,
            Retry.Declined => TransferStatus.Declined,
            _ => TransferStatus.Cancelled,
        });
    }

    [Fact]
    public void An_error_that_is_not_understood_is_retried_a_bounded_number_of_times()
    {
        var state = Born(outgoing: true);
        for (var i = 1; i <= Settings.Retry.MaxUnknownErrors; i++)
            state = state.After(new TransferCommand.BeginSession("sid"), new TransferCommand.Break(i, Reason.Unknown, null, 0));
        state.Status.ShouldBe(TransferStatus.Interrupted);

        state = state.After(new TransferCommand.BeginSession("sid"), new TransferCommand.Break(state.Session + 1, Reason.Unknown, null, 0));

        state.Status.ShouldBe(TransferStatus.Failed);
    }

    [Fact]
    public void A_session_that_moved_bytes_begins_the_backoff_anew()
    {
        var state = Born(outgoing: true);
        for (var i = 1; i <= 5; i++)
            state = state.After(new TransferCommand.BeginSession("sid"), new TransferCommand.Break(i, Reason.NoAnswer, null, 0));
        (state.NextAttemptAt - Birth).ShouldBe(Settings.Retry.MinBackoff * 16);

        state = state.After(
            new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(6, "s5b-direct", 10),
            new TransferCommand.Break(6, Reason.StreamBroken, null, 50));

        state.FruitlessSessions.ShouldBe(0);
    }

    [Fact]
    public void After_a_crash_the_receiver_trusts_its_checkpoint_and_never_more_than_the_disk()
    {
        var streaming = Born(outgoing: false).After(
            new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(1, "s5b-direct", 0), new TransferCommand.Checkpoint(1, 60));

        streaming.After(new TransferCommand.Reconcile(80)).Offset.ShouldBe(60);
        streaming.After(new TransferCommand.Reconcile(40)).Offset.ShouldBe(40);
    }

    [Fact]
    public void A_verified_file_is_not_received_again_after_a_crash()
    {
        var verified = Born(outgoing: false).After(
            new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(1, "s5b-direct", 0),
            new TransferCommand.FinishBytes(1, Sha256), new TransferCommand.Verify("/inbox/file"));

        Decide(verified, new TransferCommand.Reconcile(0), Birth).ShouldBeNull();
    }

    [Fact]
    public void A_sender_believes_a_receipt_that_comes_late()
    {
        var interrupted = Born(outgoing: true).After(
            new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(1, "s5b-direct", 0),
            new TransferCommand.FinishBytes(1, Sha256), new TransferCommand.Break(1, Reason.ConfirmTimeout, null, Size));

        interrupted.After(new TransferCommand.Complete("receipt")).Status.ShouldBe(TransferStatus.Completed);
    }
}
