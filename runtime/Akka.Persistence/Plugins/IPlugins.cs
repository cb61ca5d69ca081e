using Akka.Actor;

namespace Akka.Persistence.Plugins;

/// <summary>Where events are kept. Every call returns at once; the answers are messages to the actor.</summary>
internal interface IJournal
{
    /// <summary>An actor has at most one write open. Answers with one <see cref="EventReply"/> per event, in order; after a failed one none.</summary>
    void Write(string persistenceId, string writer, IReadOnlyList<PendingEvent> events, IActorRef actor, int incarnation);

    /// <summary>
    /// Answers with one page: <see cref="EventsRead"/> or <see cref="RecoveryReplyFailed"/>. It holds what was written
    /// before the call, by an earlier incarnation too.
    /// </summary>
    void Read(string persistenceId, long fromSequenceNr, IActorRef actor, int incarnation);
}

/// <summary>Where snapshots are kept. Every call returns at once; the answers are messages to the actor.</summary>
internal interface ISnapshotStore
{
    /// <summary>Answers with <see cref="SnapshotLoaded"/> or <see cref="RecoveryReplyFailed"/>.</summary>
    void Load(string persistenceId, IActorRef actor, int incarnation);

    /// <summary>Answers with <see cref="SaveSnapshotSuccess"/> or <see cref="SaveSnapshotFailure"/>.</summary>
    void Save(string persistenceId, long sequenceNr, object snapshot, IActorRef actor);
}
