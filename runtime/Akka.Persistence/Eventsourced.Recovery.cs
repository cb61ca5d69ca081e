using Akka.Actor;
using Akka.Persistence.Plugins;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    private Phase _phase;
    private long _replayed;
    private long _step;
    private ICancelable? _recoveryTimer;

    private enum Phase
    {
        LoadingSnapshot,
        Replaying,
        Ready,
    }

    /// <summary>Called after the last replayed event, before <see cref="RecoveryCompleted"/>.</summary>
    protected virtual void OnReplaySuccess()
    {
    }

    private void StartRecovery()
    {
        if (string.IsNullOrEmpty(PersistenceId))
            throw new ArgumentException($"PersistenceId is [null] for PersistentActor [{Self.Path}]");
        var recovery = Recovery;
        ExpectReply();
        _plugins.SnapshotStore.Load(PersistenceId, recovery.FromSnapshot, Self, _incarnation);
    }

    private void Recover(PluginReply reply)
    {
        if (reply is RecoveryTimedOut timedOut && timedOut.Step != _step)
            return;
        _recoveryTimer?.Cancel();
        object? current = null;
        try
        {
            switch (reply)
            {
                case RecoveryTimedOut:
                    throw new RecoveryTimedOutException(
                        $"Recovery timed out, didn't get {(_phase == Phase.LoadingSnapshot ? "snapshot" : "event")} within {_plugins.RecoveryTimeout.TotalSeconds}s, highest sequence number seen {LastSequenceNr}");
                case RecoveryReplyFailed failed:
                    throw failed.Cause;
                case SnapshotLoaded loaded:
                    if (loaded.Snapshot is { } stored)
                    {
                        var offer = new SnapshotOffer(stored.Metadata, stored.Deserialize());
                        current = offer.Snapshot;
                        LastSequenceNr = stored.Metadata.SequenceNr;
                        base.AroundReceive(ReceiveRecover, offer);
                    }
                    _phase = Phase.Replaying;
                    break;
                case EventsRead page:
                    foreach (var @event in page.Events)
                    {
                        LastSequenceNr = @event.SequenceNr;
                        _replayed++;
                        current = @event.Deserialize();
                        base.AroundReceive(ReceiveRecover, current);
                    }
                    break;
            }
        }
        catch (Exception e)
        {
            try
            {
                OnRecoveryFailure(e, current);
            }
            finally
            {
                Context.Stop(Self);
            }
            return;
        }
        if (reply is EventsRead { IsLast: true } last)
            CompleteRecovery(last.HighestSequenceNr);
        else
            RequestEvents();
    }

    private void RequestEvents()
    {
        var recovery = Recovery;
        ExpectReply();
        _plugins.Journal.Read(PersistenceId, LastSequenceNr + 1, recovery.ToSequenceNr, recovery.ReplayMax - _replayed, Self, _incarnation);
    }

    private void ExpectReply() => _recoveryTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(
        _plugins.RecoveryTimeout, Self, new RecoveryTimedOut(_incarnation, ++_step), Self);

    private void CompleteRecovery(long highestSequenceNr)
    {
        OnReplaySuccess();
        LastSequenceNr = Math.Max(LastSequenceNr, highestSequenceNr);
        _nextSequenceNr = LastSequenceNr + 1;
        _phase = Phase.Ready;
        var failed = true;
        try
        {
            base.AroundReceive(ReceiveRecover, RecoveryCompleted.Instance);
            failed = false;
        }
        finally
        {
            Flush();
            if (failed || _awaited == 0)
                _waiting.UnstashAll();
        }
    }
}
