using Akka.Actor;
using Akka.Persistence.Plugins;

namespace Akka.Persistence;

/// <summary>
/// An actor whose state is the sum of its events. It recovers (snapshot, then later events, then <see cref="RecoveryCompleted"/>)
/// before it sees a command; a handler runs only after its event is durable, and until then commands wait.
/// </summary>
public abstract partial class Eventsourced : ActorBase
{
    private static int _incarnations;

    /// <summary>Tells the answers to this incarnation's requests from those to an earlier one's.</summary>
    private readonly int _incarnation = Interlocked.Increment(ref _incarnations);

    private readonly PersistencePlugins _plugins = PersistencePlugins.Of(Context.System);

    /// <summary>Commands that wait for recovery or for events to become durable.</summary>
    private readonly ActorStash _waiting = new ActorStash((ActorCell)Context);

    public abstract string PersistenceId { get; }

    /// <summary>The number of the event that was handled or replayed last.</summary>
    public long LastSequenceNr { get; private set; }

    /// <summary>Handles snapshots and events of the past.</summary>
    protected abstract bool ReceiveRecover(object message);

    /// <summary>Handles commands.</summary>
    protected abstract bool ReceiveCommand(object message);

    protected sealed override bool Receive(object message) => ReceiveCommand(message);

    /// <summary>Stores a snapshot; the answer is <see cref="SaveSnapshotSuccess"/> or <see cref="SaveSnapshotFailure"/>.</summary>
    public void SaveSnapshot(object snapshot) => _plugins.SnapshotStore.Save(PersistenceId, LastSequenceNr, snapshot, Self);

    /// <summary>The journal could not write the event and does not know whether it is there; the actor stops after this call.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        LogError(cause, $"Failed to persist event type [{@event.GetType()}] with sequence number [{sequenceNr}] for persistenceId [{PersistenceId}].");

    /// <summary>The journal refused the event before writing (it cannot be serialized); the actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        LogError(cause, $"Rejected to persist event type [{@event.GetType()}] with sequence number [{sequenceNr}] for persistenceId [{PersistenceId}] due to [{cause.Message}].");

    /// <summary>Recovery failed, at that event or snapshot if it is known; the actor stops after this call.</summary>
    protected virtual void OnRecoveryFailure(Exception reason, object? message = null) =>
        LogError(reason, $"Exception in ReceiveRecover when replaying event type [{message?.GetType()}] with sequence number [{LastSequenceNr}] for persistenceId [{PersistenceId}].");

    protected override void Unhandled(object message)
    {
        if (message is SaveSnapshotFailure failure)
            LogWarning($"Failed to SaveSnapshot of persistenceId [{PersistenceId}] due to: [{failure.Cause.Message}]");
        else if (message is not RecoveryCompleted)
            base.Unhandled(message);
    }

    internal override bool AroundReceive(Receive receive, object message)
    {
        if (message is PluginReply reply)
        {
            if (reply.Incarnation != _incarnation)
                return true;
            if (reply is EventReply written)
                Handle(written);
            else if (_phase != Phase.Ready)
                Recover(reply);
        }
        else if (_phase != Phase.Ready || _pending > 0)
        {
            _waiting.Stash();
        }
        else
        {
            Turn(() => base.AroundReceive(receive, message));
        }
        return true;
    }

    internal override void AroundPreStart()
    {
        StartRecovery();
        base.AroundPreStart();
    }

    internal override void AroundPostRestart(Exception cause, object message)
    {
        StartRecovery();
        base.AroundPostRestart(cause, message);
    }

    internal override void AroundPreRestart(Exception cause, object message)
    {
        Leave();
        base.AroundPreRestart(cause, message);
    }

    internal override void AroundPostStop()
    {
        Leave();
        base.AroundPostStop();
    }

    private void Leave()
    {
        _recoveryTimer?.Dispose();
        _waiting.UnstashAll();
    }
}
