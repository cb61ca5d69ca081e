using Akka.Actor;

namespace Akka.Persistence.Plugins;

/// <summary>Where snapshots are kept. Every call returns at once; the answers are messages to the actor.</summary>
internal interface ISnapshotStore
{
    /// <summary>Answers with <see cref="SnapshotLoaded"/> or <see cref="RecoveryReplyFailed"/>.</summary>
    void Load(string persistenceId, SnapshotSelectionCriteria criteria, IActorRef actor, int incarnation);

    void Save(SnapshotMetadata metadata, object snapshot, IActorRef actor);

    void Delete(string persistenceId, SnapshotSelectionCriteria criteria, IActorRef actor);
}

/// <summary>For a system without a configured snapshot store: there are none, and saving fails.</summary>
internal sealed class NoSnapshotStore : ISnapshotStore
{
    private static readonly NotSupportedException _none = new("No snapshot store configured: set akka.persistence.snapshot-store.plugin.");

    public void Load(string persistenceId, SnapshotSelectionCriteria criteria, IActorRef actor, int incarnation) =>
        actor.Tell(new SnapshotLoaded(incarnation, null), actor);

    public void Save(SnapshotMetadata metadata, object snapshot, IActorRef actor) => actor.Tell(new SaveSnapshotFailure(metadata, _none), actor);

    public void Delete(string persistenceId, SnapshotSelectionCriteria criteria, IActorRef actor) => actor.Tell(new DeleteSnapshotsFailure(criteria, _none), actor);
}
