namespace Orchestrator.Host.Client;

/// <summary>No daemon answers at the URL, or none that speaks this API.</summary>
internal sealed class DaemonUnreachableException(string message) : CommandException(Host.ExitCode.Unreachable, message);
