namespace Akka.Actor;

public abstract class AkkaException : Exception
{
    protected AkkaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

public class AskTimeoutException(string message) : AkkaException(message);

public class ActorKilledException(string message) : AkkaException(message);

public class IllegalActorStateException(string message) : AkkaException(message);

public class InvalidActorNameException(string message) : AkkaException(message);

public class InvalidMessageException(string message) : AkkaException(message);

/// <summary>An actor could not be created: its constructor or PreStart failed.</summary>
public class ActorInitializationException : AkkaException
{
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    public ActorInitializationException(IActorRef actor, string message, Exception? cause = null)
        : base(message, cause) => Actor = actor;

    public IActorRef? Actor { get; }
}

/// <summary>An actor did not handle the Terminated message of an actor that it watches.</summary>
public class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    public IActorRef DeadActor => deadActor;
}

internal sealed class PostRestartException(IActorRef actor, Exception cause)
    : ActorInitializationException(actor, "Exception post restart", cause);
