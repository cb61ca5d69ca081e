namespace Orchestrator.Host.Demo;

/// <summary>The demo did not show what it should.</summary>
internal sealed class DemoFailure(string message) : Exception(message);
