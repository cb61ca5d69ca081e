using Akka.Actor;

namespace Akka.Persistence.Plugins;

/// <summary>An event on its way to the journal; one with number 0 is only deferred and not written.</summary>
internal sealed record PendingEvent(object Payload, long SequenceNr, Action<object> Handler, bool IsAwaited, IActorRef Sender);

/// <summary>What one turn of an actor has persisted, or several turns while a write was open. Each array is written as a whole or not at all.</summary>
internal sealed record WriteRequest(string PersistenceId, string Writer, IReadOnlyList<PendingEvent[]> Writes, IActorRef Actor, int Incarnation)
{
    public void Succeeded(IReadOnlyDictionary<PendingEvent[], Exception> rejected)
    {
        for (var i = 0; i < Writes.Count; i++)
        {
            var write = Writes[i];
            rejected.TryGetValue(write, out var cause);
            for (var j = 0; j < write.Length; j++)
            {
                var endsWrite = i == Writes.Count - 1 && j == write.Length - 1;
                Actor.Tell(
                    cause == null ? new EventReply(Incarnation, write[j], endsWrite) : new EventRejected(Incarnation, write[j], endsWrite, cause),
                    write[j].Sender);
            }
        }
    }

    /// <summary>The actor stops after the first: the others need no answer.</summary>
    public void Failed(Exception cause)
    {
        var first = Writes.SelectMany(write => write).First(e => e.SequenceNr > 0);
        Actor.Tell(new EventWriteFailed(Incarnation, first, cause), first.Sender);
    }
}
