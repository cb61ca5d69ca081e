using Akka.Actor;
using Akka.Persistence.Plugins;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    /// <summary>How long a recovering actor waits for the snapshot, and for each page of events.</summary>
    private static readonly TimeSpan _recoveryTimeout = TimeSpan.FromSeconds(30);

    private Phase _phase;
    private long _step;
    private IDisposable? _recoveryTimer;

    private enum Phase
    {
        LoadingSnapshot,
        Replaying,
        Ready,
    }

    private void StartRecovery()
    {
        if (string.IsNullOrEmpty(PersistenceId))
            throw new ArgumentException($"PersistenceId is [null] for PersistentActor [{Self.Path}]");
        ExpectReply();
        _plugins.SnapshotStore.Load(PersistenceId, Self, _incarnation);
    }

    private void Recover(PluginReply reply)
    {
        if (reply is RecoveryTimedOut timedOut && timedOut.Step != _step)
            return;
        _recoveryTimer?.Dispose();
        object? current = null;
        try
        {
            switch (reply)
            {
                case RecoveryTimedOut:
                    throw new TimeoutException(
                        $"Recovery timed out, didn't get {(_phase == Phase.LoadingSnapshot ? "snapshot" : "event")} within {_recoveryTimeout.TotalSeconds}s, highest sequence number seen {LastSequenceNr}");
                case RecoveryReplyFailed failed:
                    throw failed.Cause;
                case SnapshotLoaded loaded:
                    if (loaded.Snapshot is { } snapshot)
                    {
                        current = snapshot.Deserialize();
                        LastSequenceNr = snapshot.SequenceNr;
                        base.AroundReceive(ReceiveRecover, new SnapshotOffer(current));
                    }
                    _phase = Phase.Replaying;
                    break;
                case EventsRead page:
                    foreach (var @event in page.Events)
                    {
                        LastSequenceNr = @event.SequenceNr;
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
        if (reply is EventsRead { IsLast: true })
        {
            CompleteRecovery();
        }
        else
        {
            ExpectReply();
            _plugins.Journal.Read(PersistenceId, LastSequenceNr + 1, Self, _incarnation);
        }
    }

    private void ExpectReply() =>
        _recoveryTimer = Context.System.Scheduler.Schedule(_recoveryTimeout, null, Self, new RecoveryTimedOut(_incarnation, ++_step));

    private void CompleteRecovery()
    {
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
            if (failed || _pending == 0)
                _waiting.UnstashAll();
        }
    }
}
