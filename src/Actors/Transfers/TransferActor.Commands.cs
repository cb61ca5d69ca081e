using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Sessions;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Transfers;

// What ops do to a transfer: pause, resume, cancel, retry, adjust.
public sealed partial class TransferActor
{
    private void Commands()
    {
        Command<AdminProtocol.Act>(act => Order(act.Action switch
        {
            TransferAction.Pause => new TransferCommand.Pause(),
            TransferAction.Resume => new TransferCommand.Resume(),
            TransferAction.Cancel => new TransferCommand.CallOff(Reason.Cancelled, null),
            _ => new TransferCommand.RetryNow(),
        }, act.By, () => WrongState.For(_state, act.Action)));
        Command<AdminProtocol.Adjust>(adjust => Order(
            new TransferCommand.Adjust(adjust.Priority, adjust.Deadline, adjust.MaxRate, adjust.Roads), adjust.By, () => WrongState.ForAdjustment(_state)));
        Command<TransferProtocol.Explain>(explain =>
        {
            Sender.Tell(_state.Exists
                ? TransferExplanation.Of(_state, explain.House, _progress, Settings, _services.Time.GetUtcNow())
                : new AdminProtocol.NotFound(_id));
            SleepIfDone();
        });
    }

    private void Order(TransferCommand command, string by, Func<AdminProtocol.Refused> refusal)
    {
        var asker = Sender;
        if (!_state.Exists)
            asker.Tell(new AdminProtocol.NotFound(_id));
        else if (!Do(command, by, () => asker.Tell(View())))
            asker.Tell(refusal());
        SleepIfDone();
    }

    private void AfterPause()
    {
        Timers.Cancel(RetryTimer);
        StopWaitingForWord();
        Context.Parent.Tell(new TransferProtocol.SlotFree());
        StopSession();
        _url = null;
        AnswerUrl(IqAnswer.Error(PausedHere));
        // While the disk is looked at, the offer is refused once that is done.
        if (_preparing)
            return;
        RefuseNext(PausedHere);
    }

    // A session that the pause has ended may still be closing; AfterSessionPart goes on then.
    private void AfterResume()
    {
        if (_flow is null)
            AfterSessionPart();
    }

    private void AfterAdjustment(Adjusted adjusted)
    {
        if (adjusted.Deadline is not null)
            ArmDeadline();
        if (adjusted.MaxRate is not null)
            _flow?.Tell(new FlowActor.SetRate(MaxRate));
        if (adjusted.Priority is not null && IsOutgoing)
            Context.Parent.Tell(new TransferProtocol.Reprioritised(_state.Priority));
    }
}
