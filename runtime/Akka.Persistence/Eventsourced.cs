using Akka.Actor;
using Akka.Event;
using Akka.Persistence.Plugins;

namespace Akka.Persistence;

/// <summary>
/// An actor whose state is the sum of its events. It recovers (snapshot, then later events, then <see cref="RecoveryCompleted"/>)
/// before it sees a command; a handler runs only after its event is durable, and until then commands wait.
/// </summary>
public abstract partial class Eventsourced : ActorBase, IWithUnboundedStash
{
    private static int _incarnations;

    /// <summary>Tells the answers to this incarnation's requests from those to an earlier one's.</summary>
    private readonly int _incarnation = Interlocked.Increment(ref _incarnations);

    private readonly PersistencePlugins _plugins = PersistencePlugins.Of(Context.System);
    private readonly ActorCell _cell = (ActorCell)Context;

    /// <summary>Commands that wait for recovery or for events to become durable.</summary>
    private readonly ActorStash _waiting = new ActorStash((ActorCell)Context);

    private ILoggingAdapter? _log;

    public abstract string PersistenceId { get; }

    /// <summary>What to recover from; by default the latest snapshot and all events after it.</summary>
    public virtual Recovery Recovery => Recovery.Default;

    /// <summary>Messages that the actor itself puts aside.</summary>
    public IStash Stash { get; set; } = null!;

    /// <summary>The number of the event that was handled or replayed last.</summary>
    public long LastSequenceNr { get; private set; }

    /// <summary>The number that a snapshot taken now gets.</summary>
    public long SnapshotSequenceNr => LastSequenceNr;

    public bool IsRecovering => _phase != Phase.Ready;

    public bool IsRecoveryFinished => !IsRecovering;

    protected ILoggingAdapter Log => _log ??= Context.GetLogger();

    /// <summary>Handles snapshots and events of the past.</summary>
    protected abstract bool ReceiveRecover(object message);

    /// <summary>Handles commands.</summary>
    protected abstract bool ReceiveCommand(object message);

    protected sealed override bool Receive(object message) => ReceiveCommand(message);

    /// <summary>Stores a snapshot; the answer is <see cref="SaveSnapshotSuccess"/> or <see cref="SaveSnapshotFailure"/>.</summary>
    public void SaveSnapshot(object snapshot) =>
        _plugins.SnapshotStore.Save(new SnapshotMetadata(PersistenceId, SnapshotSequenceNr, DateTime.UtcNow), snapshot, Self);

    /// <summary>The answer is <see cref="DeleteSnapshotsSuccess"/> or <see cref="DeleteSnapshotsFailure"/>.</summary>
    public void DeleteSnapshots(SnapshotSelectionCriteria criteria) => _plugins.SnapshotStore.Delete(PersistenceId, criteria, Self);

    /// <summary>Deletes events up to and including that number; the answer is <see cref="DeleteMessagesSuccess"/> or <see cref="DeleteMessagesFailure"/>.</summary>
    public void DeleteMessages(long toSequenceNr) => _plugins.Journal.Delete(PersistenceId, toSequenceNr, Self);

    /// <summary>The journal could not write the event and does not know whether it is there; the actor stops after this call.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Failed to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].", @event.GetType(), sequenceNr, PersistenceId);

    /// <summary>The journal refused the event before writing (it cannot be serialized); the actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Rejected to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}] due to [{3}].", @event.GetType(), sequenceNr, PersistenceId, cause.Message);

    /// <summary>Recovery failed, at that event or snapshot if it is known; the actor stops after this call.</summary>
    protected virtual void OnRecoveryFailure(Exception reason, object? message = null) =>
        Log.Error(reason, "Exception in ReceiveRecover when replaying event type [{0}] with sequence number [{1}] for persistenceId [{2}].", message?.GetType(), LastSequenceNr, PersistenceId);

    /// <summary>Runs an asynchronous command handler; what it persists is written after its end.</summary>
    protected void RunTask(Func<Task> action)
    {
        _taskEndsTurn = true;
        _cell.RunTask(async () =>
        {
            var failed = true;
            try
            {
                await action();
                failed = false;
            }
            finally
            {
                AfterTurn(failed);
            }
        });
    }

    protected override void Unhandled(object message)
    {
        switch (message)
        {
            case RecoveryCompleted:
                break;
            case SaveSnapshotFailure failure:
                Log.Warning("Failed to SaveSnapshot given metadata [{0}] due to: [{1}]", failure.Metadata, failure.Cause.Message);
                break;
            case DeleteSnapshotsFailure failure:
                Log.Warning("Failed to DeleteSnapshots given criteria [{0}] due to: [{1}]", failure.Criteria, failure.Cause.Message);
                break;
            case DeleteMessagesFailure failure:
                Log.Warning("Failed to DeleteMessages ToSequenceNr [{0}] for PersistenceId [{1}] due to: [{2}]", failure.ToSequenceNr, PersistenceId, failure.Cause.Message);
                break;
            default:
                base.Unhandled(message);
                break;
        }
    }

    protected internal override bool AroundReceive(Receive receive, object message)
    {
        if (message is PluginReply reply)
        {
            if (reply.Incarnation == _incarnation)
                Handle(reply);
        }
        else if (IsRecovering || _awaited > 0)
        {
            _waiting.Stash();
        }
        else
        {
            Turn(() => base.AroundReceive(receive, message));
        }
        return true;
    }

    protected internal override void AroundPreStart()
    {
        StartRecovery();
        base.AroundPreStart();
    }

    protected internal override void AroundPostRestart(Exception cause, object message)
    {
        StartRecovery();
        base.AroundPostRestart(cause, message);
    }

    protected internal override void AroundPreRestart(Exception cause, object message)
    {
        Leave();
        base.AroundPreRestart(cause, message);
    }

    protected internal override void AroundPostStop()
    {
        Leave();
        base.AroundPostStop();
    }

    private void Leave()
    {
        _recoveryTimer?.Cancel();
        _waiting.UnstashAll();
    }

    private void Handle(PluginReply reply)
    {
        if (reply is EventReply written)
            Handle(written);
        else if (IsRecovering)
            Recover(reply);
    }
}
