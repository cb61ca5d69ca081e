namespace Akka.Actor;

public delegate bool Receive(object message);

public interface IActorRefFactory
{
    /// <summary>Creates a child. Without a name it gets $a, $b, …</summary>
    IActorRef ActorOf(Props props, string? name = null);
}

public interface ICanWatch
{
    /// <summary>Asks for <see cref="Terminated"/> when the subject stops, at once if it is stopped already.</summary>
    IActorRef Watch(IActorRef subject);

    IActorRef Unwatch(IActorRef subject);
}

/// <summary>What an actor sees of its surroundings. Valid only while it handles a message.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    IActorRef Self { get; }

    /// <summary>The sender of the message that is handled now; dead letters if it has none.</summary>
    IActorRef Sender { get; }

    ActorSystem System { get; }

    IActorRef Parent { get; }

    /// <summary>The child of that name, or Nobody.</summary>
    IActorRef Child(string childName);

    IEnumerable<IActorRef> GetChildren();

    void Stop(IActorRef child);
}

public interface IUntypedActorContext : IActorContext;
