using System.Threading.Channels;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Keeps what it is told for the test to look at.</summary>
internal sealed class TestActor(ChannelWriter<Envelope> received) : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case WatchIt watch:
                Context.Watch(watch.Subject);
                break;
            default:
                received.TryWrite(new Envelope(message, Sender));
                break;
        }
        return true;
    }

    internal sealed record WatchIt(IActorRef Subject) : INoSerializationVerificationNeeded;
}
