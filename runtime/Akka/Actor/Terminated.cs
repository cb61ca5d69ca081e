namespace Akka.Actor;

/// <summary>A watched actor has stopped. Unhandled, it fails the watcher with <see cref="DeathPactException"/>.</summary>
public sealed class Terminated
{
    internal Terminated(IActorRef actorRef) => ActorRef = actorRef;

    public IActorRef ActorRef { get; }

    public override string ToString() => $"<Terminated>: {ActorRef}";
}
