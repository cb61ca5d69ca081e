using Akka.Actor;
using Akka.Streams.Implementation;

namespace Akka.Streams;

/// <summary>Turns blueprints into running streams.</summary>
public interface IMaterializer
{
    internal Run NewRun();
}

/// <summary>Its streams end with the actor or the system that it was made for.</summary>
public sealed class ActorMaterializer : IMaterializer
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly ActorSystem _system;

    internal ActorMaterializer(IActorRefFactory context)
    {
        _system = context as ActorSystem ?? ((IActorContext)context).System;
        var stopped = _stopped;
        var props = Props.Create(() => new StreamSupervisor(stopped));
        _ = context is ExtendedActorSystem system ? system.SystemActorOf(props) : context.ActorOf(props);
    }

    Run IMaterializer.NewRun() => new(_system.EventStream, _stopped.Token);

    private sealed class StreamSupervisor(CancellationTokenSource stopped) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => stopped.Cancel();
    }
}

public static class ActorMaterializerExtensions
{
    /// <param name="context">A system, or the context of the actor with which the streams shall end.</param>
    /// <param name="settings">Not supported here: null.</param>
    /// <param name="namePrefix">Not supported here: null.</param>
    public static ActorMaterializer Materializer(
        this IActorRefFactory context, ActorMaterializerSettings? settings = null, string? namePrefix = null) =>
        settings == null && namePrefix == null ? new ActorMaterializer(context) : throw new NotSupportedException();
}

/// <summary>There is nothing to set: streams have no buffers but those of their stages.</summary>
public sealed class ActorMaterializerSettings
{
    private ActorMaterializerSettings() { }
}
