namespace Akka.Actor;

public abstract class AkkaException : Exception
{
    private protected AkkaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

public class AskTimeoutException(string message) : AkkaException(message);

public class IllegalActorStateException(string message) : AkkaException(message);

public class InvalidActorNameException(string message) : AkkaException(message);

public class InvalidMessageException(string message) : AkkaException(message);

/// <summary>An actor could not be created: its constructor or PreStart failed.</summary>
internal class ActorInitializationException(string message, Exception? cause = null) : AkkaException(message, cause);

internal sealed class PostRestartException(Exception cause) : ActorInitializationException("Exception post restart", cause);

/// <summary>An actor did not handle the Terminated message of an actor that it watches.</summary>
internal sealed class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated");
