namespace Akka.Actor;

public abstract class Status
{
    /// <summary>As a reply to Ask it faults the task with <see cref="Cause"/>.</summary>
    public sealed class Failure(Exception cause) : Status
    {
        public readonly Exception Cause = cause;

        public override string ToString() => $"Failure: {Cause}";
    }
}
