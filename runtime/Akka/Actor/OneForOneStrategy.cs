namespace Akka.Actor;

/// <summary>Each failure concerns the failed child alone.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : base(localOnlyDecider) { }
}
