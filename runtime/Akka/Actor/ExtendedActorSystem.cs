namespace Akka.Actor;

public abstract class ExtendedActorSystem : ActorSystem
{
    internal abstract IActorRef SystemActorOf(Props props, string? name = null);

    /// <summary>What another assembly keeps once per system, by type.</summary>
    internal abstract T Once<T>(Func<ExtendedActorSystem, T> create)
        where T : class;
}
