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
    private readonly Func<Exception, Directive> _decider;

    internal SupervisorStrategy(Func<Exception, Directive> decider) => _decider = decider;

    internal static SupervisorStrategy Default { get; } = new OneForOneStrategy(cause => cause switch
    {
        ActorInitializationException or DeathPactException => Directive.Stop,
        _ => Directive.Restart,
    });

    /// <summary>False to escalate.</summary>
    internal bool HandleFailure(ActorCell parent, IInternalActorRef child, Exception cause)
    {
        var directive = _decider(cause);
        if (directive == Directive.Escalate)
            return false;
        var source = child.Path.ToString();
        parent.System.EventStream.Publish(directive == Directive.Resume
            ? new Warning(cause, source, cause.Message)
            : new Error(cause, source, (cause is ActorInitializationException ? cause.GetBaseException() : cause).Message));
        child.SendSystemMessage(directive switch
        {
            Directive.Resume => new Resume(OfFailure: true),
            Directive.Restart => new Recreate(cause),
            _ => new Terminate(),
        });
        return true;
    }
}
