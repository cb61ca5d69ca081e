using Akka.Actor;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Socks5;

namespace Orchestrator.Actors.Sessions;

/// <summary>Our own streamhost: hands a connection to whoever awaits its DST.ADDR.</summary>
public sealed class ListenerActor : ReceiveActor
{
    private readonly Dictionary<IActorRef, string> _expected = [];

    /// <summary>Serves a listener that is started, and stopped, by the node.</summary>
    public ListenerActor(Socks5Listener listener, S5bSettings settings)
    {
        Receive<ListenerProtocol.Expect>(expect =>
        {
            var asker = Sender;
            // The listener calls back on a thread of its own; a Tell is all that happens there.
            if (!listener.Expect(expect.DstAddr, stream => asker.Tell(new ListenerProtocol.StreamConnected(stream), ActorRefs.NoSender)))
                return;
            _expected[asker] = expect.DstAddr;
            Context.Watch(asker);
            asker.Tell(new ListenerProtocol.Listening(
                StreamhostAddresses.Choose(listener.LocalEndPoint, settings.Advertise, StreamhostAddresses.OfThisMachine())));
        });
        Receive<Terminated>(gone =>
        {
            if (_expected.Remove(gone.ActorRef, out var dstAddr))
                listener.Forget(dstAddr);
        });
    }
}
