namespace Orchestrator.Sandbox.Faults;

/// <summary>What goes wrong with a stanza.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>It never arrives.</summary>
    public sealed record Drop : Fault;

    /// <summary>It arrives later, and may be overtaken.</summary>
    /// <param name="Time">How much later.</param>
    public sealed record Delay(TimeSpan Time) : Fault;

    /// <summary>It arrives twice.</summary>
    public sealed record Duplicate : Fault;

    /// <summary>It arrives as malformed XML.</summary>
    public sealed record Garble : Fault;

    /// <summary>It is lost because the receiver's connection breaks.</summary>
    public sealed record CutReceiver : Fault;

    /// <summary>It is lost because the sender's connection breaks.</summary>
    public sealed record CutSender : Fault;
}
