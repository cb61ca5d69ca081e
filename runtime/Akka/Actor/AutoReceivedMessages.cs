namespace Akka.Actor;

public interface INoSerializationVerificationNeeded;

public interface IPossiblyHarmful;

/// <summary>Stops the actor when its turn in the mailbox comes.</summary>
public sealed class PoisonPill : IPossiblyHarmful
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();
}

/// <summary>Makes the actor fail with <see cref="ActorKilledException"/>.</summary>
public sealed class Kill : IPossiblyHarmful
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();
}

/// <summary>No message came for the time that the actor set with SetReceiveTimeout.</summary>
public class ReceiveTimeout : IPossiblyHarmful
{
    private ReceiveTimeout()
    {
    }

    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>A watched actor has stopped. Unhandled, it fails the watcher with <see cref="DeathPactException"/>.</summary>
public sealed class Terminated(IActorRef actorRef, bool existenceConfirmed, bool addressTerminated) : IPossiblyHarmful
{
    public IActorRef ActorRef => actorRef;

    public bool AddressTerminated => addressTerminated;

    /// <summary>Whether the actor was alive when the watch began.</summary>
    public bool ExistenceConfirmed => existenceConfirmed;

    public override string ToString() => $"<Terminated>: {actorRef} - ExistenceConfirmed={existenceConfirmed}";
}
