using Akka.Event;

namespace Akka.Actor;

public abstract class ActorBase
{
    private readonly ActorCell _cell;
    private SupervisorStrategy? _supervisorStrategy;

    protected ActorBase()
    {
        _cell = ActorCell.Current ?? throw new ActorInitializationException("Do not create actors using 'new', always create them using an ActorContext/System");
        _cell.Become(Receive);
    }

    protected IActorRef Self => Context.Self;

    protected IActorRef Sender => Context.Sender;

    /// <summary>Valid only in the actor's own turn: on another thread it throws.</summary>
    protected static IActorContext Context =>
        ActorCell.Current ?? throw new NotSupportedException("There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    internal SupervisorStrategy Supervision => _supervisorStrategy ??= _cell.Props.SupervisorStrategy ?? SupervisorStrategy();

    protected abstract bool Receive(object message);

    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.Default;

    protected virtual void PreStart() { }

    protected virtual void PostStop() { }

    /// <summary>On the failed actor, before its successor is made: stops all children, then calls PostStop.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }
        PostStop();
    }

    /// <summary>On the successor: calls PreStart.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>What becomes of a message that nobody handled: <see cref="UnhandledMessage"/>, or a failure for Terminated.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Self));
    }

    internal void LogWarning(string message) => Context.System.EventStream.Publish(new Warning(null, Self.Path.ToString(), message));

    internal void LogError(Exception? cause, string message) => Context.System.EventStream.Publish(new Error(cause, Self.Path.ToString(), message));

    internal virtual bool AroundReceive(Receive receive, object message)
    {
        if (receive(message))
            return true;
        Unhandled(message);
        return false;
    }

    internal virtual void AroundPreStart() => PreStart();

    internal virtual void AroundPostStop() => PostStop();

    internal virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    internal virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);
}
