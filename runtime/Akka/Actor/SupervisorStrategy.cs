using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What a parent does about the failure of a child.</summary>
public enum Directive
{
    /// <summary>Go on with the actor as it is; the failing message is gone.</summary>
    Resume,

    /// <summary>Go on with a new actor behind the same ref and mailbox.</summary>
    Restart,

    /// <summary>Fail oneself with the same cause.</summary>
    Escalate,

    Stop,
}

public abstract class SupervisorStrategy
{
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecision);

    internal SupervisorStrategy()
    {
    }

    internal static Directive DefaultDecision(Exception cause) => cause switch
    {
        ActorInitializationException or ActorKilledException or DeathPactException => Directive.Stop,
        _ => Directive.Restart,
    };

    /// <summary>False to escalate.</summary>
    internal abstract bool HandleFailure(ActorCell parent, ChildStats child, Exception cause);

    internal static void LogFailure(ActorCell parent, IActorRef child, Exception cause, Directive directive)
    {
        var bus = parent.System.EventStream;
        if (directive == Directive.Resume)
            bus.Publish(new Warning(cause, child.Path.ToString(), typeof(OneForOneStrategy), cause.Message));
        else if (directive != Directive.Escalate)
            bus.Publish(new Error(cause, child.Path.ToString(), typeof(OneForOneStrategy), (cause is ActorInitializationException ? cause.GetBaseException() : cause).Message));
    }
}
