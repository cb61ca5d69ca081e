using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Keeps what it is told for the test to look at.</summary>
internal sealed class TestActor(BlockingCollection<Envelope> received) : ActorBase
{
    protected override bool Receive(object message)
    {
        if (message is WatchIt watch)
            Context.Watch(watch.Subject);
        else
            received.Add(new Envelope(message, Sender));
        return true;
    }

    internal sealed record WatchIt(IActorRef Subject);
}
