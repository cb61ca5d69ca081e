namespace Orchestrator.Actors;

/// <summary>The daemon cannot start; the message names the fault and the mend.</summary>
public sealed class StartException : Exception
{
    /// <summary>A fault found at start.</summary>
    public StartException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
