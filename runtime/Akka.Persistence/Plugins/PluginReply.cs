namespace Akka.Persistence.Plugins;

/// <summary>An answer of journal or snapshot store to one incarnation of an actor.</summary>
internal abstract record PluginReply(int Incarnation);

internal sealed record SnapshotLoaded(int Incarnation, StoredSnapshot? Snapshot) : PluginReply(Incarnation);

/// <summary>The next events; with the last page, the highest number ever written, which may be of a deleted event.</summary>
internal sealed record EventsRead(int Incarnation, IReadOnlyList<StoredEvent> Events, bool IsLast, long HighestSequenceNr) : PluginReply(Incarnation);

internal sealed record RecoveryReplyFailed(int Incarnation, Exception Cause) : PluginReply(Incarnation);

/// <summary>No answer came to the recovery's request of that number.</summary>
internal sealed record RecoveryTimedOut(int Incarnation, long Step) : PluginReply(Incarnation);

/// <summary>What became of an event. The last one of a write ends it.</summary>
internal record EventReply(int Incarnation, PendingEvent Event, bool EndsWrite) : PluginReply(Incarnation);

internal sealed record EventRejected(int Incarnation, PendingEvent Event, bool EndsWrite, Exception Cause) : EventReply(Incarnation, Event, EndsWrite);

internal sealed record EventWriteFailed(int Incarnation, PendingEvent Event, Exception Cause) : EventReply(Incarnation, Event, true);

/// <summary>Deserialized by the actor that recovers, not by the thread that reads.</summary>
internal sealed record StoredEvent(long SequenceNr, Func<object> Deserialize);

internal sealed record StoredSnapshot(SnapshotMetadata Metadata, Func<object> Deserialize);
