using Akka.Actor;

namespace Akka.Event;

public abstract class AllDeadLetters
{
    private protected AllDeadLetters(object message, IActorRef recipient)
    {
        Message = message;
        Recipient = recipient;
    }

    public object Message { get; }

    public IActorRef Recipient { get; }
}

/// <summary>A message whose receiver no longer, or never, was there.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    internal DeadLetter(object message, IActorRef recipient) : base(message, recipient) { }
}

/// <summary>A message that the receiver did not handle.</summary>
public sealed class UnhandledMessage : AllDeadLetters
{
    internal UnhandledMessage(object message, IActorRef recipient) : base(message, recipient) { }
}
