using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Each failure concerns the failed child alone. A child that asks for more than so many restarts (within a window, if given) is stopped.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    private readonly Func<Exception, Directive> _decider;
    private readonly bool _loggingEnabled;
    private readonly int _maxRetries;
    private readonly int _windowMilliseconds;

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, (int)(withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds, localOnlyDecider)
    {
    }

    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
    {
        _maxRetries = maxNrOfRetries;
        _windowMilliseconds = withinTimeMilliseconds;
        _decider = localOnlyDecider;
        _loggingEnabled = loggingEnabled;
    }

    internal override bool HandleFailure(ActorCell parent, ChildStats child, Exception cause)
    {
        var directive = _decider(cause);
        if (_loggingEnabled)
            LogFailure(parent, child.Ref, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.Ref.SendSystemMessage(new Resume(ofFailure: true));
                return true;
            case Directive.Restart when child.MayRestart(_maxRetries, _windowMilliseconds):
                child.Ref.SendSystemMessage(new Recreate(cause));
                return true;
            case Directive.Escalate:
                return false;
            default:
                parent.Stop(child.Ref);
                return true;
        }
    }
}
