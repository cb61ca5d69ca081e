using Akka.Actor;

namespace Akka.Persistence.Plugins;

/// <summary>Where events are kept. Every call returns at once; the answers are messages to the actor.</summary>
internal interface IJournal
{
    /// <summary>An actor has at most one write open. Answers with one <see cref="EventReply"/> per event, in order.</summary>
    void Write(WriteRequest request);

    /// <summary>
    /// Answers with one page: <see cref="EventsRead"/> or <see cref="RecoveryReplyFailed"/>. It holds what was written
    /// before the call, by an earlier incarnation too.
    /// </summary>
    void Read(string persistenceId, long fromSequenceNr, long toSequenceNr, long max, IActorRef actor, int incarnation);

    void Delete(string persistenceId, long toSequenceNr, IActorRef actor);
}
