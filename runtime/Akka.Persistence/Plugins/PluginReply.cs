using Akka.Actor;

namespace Akka.Persistence.Plugins;

/// <summary>An answer of journal or snapshot store to one incarnation of an actor.</summary>
internal abstract record PluginReply(int Incarnation);

internal sealed record SnapshotLoaded(int Incarnation, Stored? Snapshot) : PluginReply(Incarnation);

/// <summary>The next events.</summary>
internal sealed record EventsRead(int Incarnation, IReadOnlyList<Stored> Events, bool IsLast) : PluginReply(Incarnation);

internal sealed record RecoveryReplyFailed(int Incarnation, Exception Cause) : PluginReply(Incarnation);

/// <summary>No answer came to the recovery's request of that number.</summary>
internal sealed record RecoveryTimedOut(int Incarnation, long Step) : PluginReply(Incarnation);

/// <summary>What became of an event.</summary>
internal abstract record EventReply(int Incarnation, PendingEvent Event) : PluginReply(Incarnation);

internal sealed record EventWritten(int Incarnation, PendingEvent Event) : EventReply(Incarnation, Event);

internal sealed record EventRejected(int Incarnation, PendingEvent Event, Exception Cause) : EventReply(Incarnation, Event);

internal sealed record EventWriteFailed(int Incarnation, PendingEvent Event, Exception Cause) : EventReply(Incarnation, Event);

/// <summary>An event on its way to the journal, and the sender of the command that it comes of.</summary>
internal sealed record PendingEvent(object Payload, long SequenceNr, Action<object> Handler, IActorRef Sender);

/// <summary>An event, or a snapshot of all events up to that number. Deserialized by the actor that recovers, not by the thread that reads.</summary>
internal sealed record Stored(long SequenceNr, Func<object> Deserialize);
