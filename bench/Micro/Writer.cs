using Akka.Actor;
using Akka.Persistence;

namespace Orchestrator.Bench.Micro;

/// <summary>Persists one event after the other, each only when the one before is committed.</summary>
internal sealed class Writer : ReceivePersistentActor
{
    private static readonly Happened _event = new(new byte[200]);
    private int _left;
    private IActorRef _asker = ActorRefs.Nobody;

    public Writer(string id)
    {
        PersistenceId = id;
        Recover<Happened>(_ => { });
        Command<int>(events =>
        {
            (_left, _asker) = (events, Sender);
            PersistNext();
        });
        Command<Next>(_ => PersistNext());
    }

    public override string PersistenceId { get; }

    private void PersistNext() => Persist(_event, _ =>
    {
        if (--_left > 0)
            Self.Tell(Next.Instance);
        else
            _asker.Tell("done");
    });

    private sealed class Next
    {
        public static Next Instance { get; } = new();
    }
}
