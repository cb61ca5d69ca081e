using Akka.Actor;

namespace Akka.Event;

public abstract class AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
{
    public object Message => message;

    public IActorRef Sender => sender;

    public IActorRef Recipient => recipient;

    public override string ToString() => $"{GetType().Name} from {sender} to {recipient}: <{message}>";
}

/// <summary>A message whose receiver no longer, or never, was there.</summary>
public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>A message that the receiver did not handle.</summary>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);
