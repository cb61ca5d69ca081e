namespace Orchestrator.Host;

/// <summary>Ends a command with a message for its user and an exit code.</summary>
internal class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="Host.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
