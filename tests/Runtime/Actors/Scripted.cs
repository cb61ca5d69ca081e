using Akka.Actor;

namespace Orchestrator.Tests.Runtime.Actors;

/// <summary>An actor whose handler the test gives.</summary>
public sealed class Scripted(Action<IUntypedActorContext, object> receive) : UntypedActor
{
    public static Props Props(Action<IUntypedActorContext, object> receive) => Akka.Actor.Props.Create(() => new Scripted(receive));

    /// <summary>Passes everything on to the listener, with its sender.</summary>
    public static Props Forwarding(IActorRef listener) => Props((_, message) => listener.Forward(message));

    /// <summary>Answers every message with itself.</summary>
    public static Props Echo() => Props((context, message) => context.Sender.Tell(message));

    protected override void OnReceive(object message) => receive(Context, message);
}
