using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using static Orchestrator.Tests.Actors.Transfers.Lives;

namespace Orchestrator.Tests.Actors.Transfers;

/// <summary>What pause, resume, retry and adjust decide.</summary>
public sealed class OrderTests
{
    private static readonly TransferCommand _pause = new TransferCommand.Pause();
    private static readonly TransferCommand _resume = new TransferCommand.Resume();
    private static readonly TransferCommand _retry = new TransferCommand.RetryNow();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_paused_transfer_keeps_its_bytes_and_begins_no_session_until_it_is_resumed(bool outgoing)
    {
        var paused = Born(outgoing).After(Begin(), new TransferCommand.BeginStreaming(1, "s5b-direct", 0), new TransferCommand.Checkpoint(1, 40), _pause);

        paused.Status.ShouldBe(TransferStatus.Paused);
        paused.Offset.ShouldBe(40);
        foreach (var command in new[] { Begin(), _pause, _retry, new TransferCommand.Break(1, Reason.StreamBroken, null, 0), new TransferCommand.Reconcile(100) })
            Decide(paused, command, Birth).ShouldBeNull(command.ToString());
        var resumed = paused.After(_resume);
        resumed.Status.ShouldBe(TransferStatus.Queued);
        resumed.After(Begin()).Session.ShouldBe(2);
    }

    [Fact]
    public void Bytes_that_became_durable_while_a_pause_ended_the_session_count()
    {
        var paused = Born(outgoing: false).After(Begin(), new TransferCommand.BeginStreaming(1, "s5b-direct", 0), _pause);

        paused.After(new TransferCommand.Checkpoint(1, 70)).Offset.ShouldBe(70);
        Decide(paused, new TransferCommand.Checkpoint(0, 70), Birth).ShouldBeNull();
    }

    [Fact]
    public void A_paused_transfer_can_be_called_off_and_expires()
    {
        var paused = Born(outgoing: true).After(_pause);

        paused.After(new TransferCommand.CallOff(Reason.Cancelled, null)).Status.ShouldBe(TransferStatus.Cancelled);
        Decide(paused, new TransferCommand.Expire(), paused.Deadline).ShouldBeOfType<Ended>().Status.ShouldBe(TransferStatus.Expired);
    }

    [Fact]
    public void A_receipt_completes_a_transfer_that_was_paused_while_it_was_awaited() =>
        Born(outgoing: true).After(Begin(), new TransferCommand.BeginStreaming(1, "s5b-direct", 0), new TransferCommand.FinishBytes(1, "abcd"), _pause, new TransferCommand.Complete("receipt"))
            .Status.ShouldBe(TransferStatus.Completed);

    [Fact]
    public void A_retry_makes_the_next_attempt_due_and_forgets_the_backoff()
    {
        var waiting = Born(outgoing: true).After(Begin(), new TransferCommand.Break(1, Reason.NoStreamhost, null, 0));
        waiting.NextAttemptAt.ShouldNotBe(Birth);

        var retried = waiting.After(_retry);

        retried.NextAttemptAt.ShouldBe(Birth);
        retried.FruitlessSessions.ShouldBe(0);
    }

    [Fact]
    public void Only_a_sender_that_waits_can_be_retried()
    {
        Decide(Born(outgoing: true), _retry, Birth).ShouldBeNull();
        Decide(Born(outgoing: true).After(Begin()), _retry, Birth).ShouldBeNull();
        Decide(Born(outgoing: false).After(Begin(), new TransferCommand.Break(1, Reason.StreamBroken, null, 0)), _retry, Birth).ShouldBeNull();
    }

    [Fact]
    public void An_adjustment_changes_what_it_names_and_nothing_else()
    {
        var born = Born(outgoing: true);

        var adjusted = born.After(new TransferCommand.Adjust(7, null, 5000, RoadPolicy.ProxyOnly));

        adjusted.ShouldBe(born with { Priority = 7, MaxRate = 5000, Roads = RoadPolicy.ProxyOnly });
        adjusted.After(new TransferCommand.Adjust(null, Birth.AddDays(1), 0, null)).ShouldBe(adjusted with { Deadline = Birth.AddDays(1), MaxRate = null });
    }

    [Fact]
    public void A_receiver_does_not_choose_priority_or_roads()
    {
        var born = Born(outgoing: false);

        Decide(born, new TransferCommand.Adjust(7, null, null, null), Birth).ShouldBeNull();
        Decide(born, new TransferCommand.Adjust(null, null, null, RoadPolicy.Any), Birth).ShouldBeNull();
        Decide(born, new TransferCommand.Adjust(null, null, 5000, null), Birth).ShouldNotBeNull();
    }

    private static TransferCommand Begin() => new TransferCommand.BeginSession("sid");
}
