using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The house of actors: its guardians, clock, event stream, serializers and settings.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    public abstract EventStream EventStream { get; }

    public abstract IActorRef DeadLetters { get; }

    public abstract IScheduler Scheduler { get; }

    /// <summary>Completes when the system has terminated.</summary>
    public abstract Task WhenTerminated { get; }

    internal abstract Config Config { get; }

    internal abstract Serialization.Serialization Serialization { get; }

    public static ActorSystem Create(string name) => Create(name, Config.Empty);

    public static ActorSystem Create(string name, Config config) => new ActorSystemImpl(name, config);

    public abstract IActorRef ActorOf(Props props, string? name = null);

    public abstract void Stop(IActorRef actor);

    /// <summary>Stops all actors, children first.</summary>
    public abstract Task Terminate();

    public void Dispose() => Terminate();
}
