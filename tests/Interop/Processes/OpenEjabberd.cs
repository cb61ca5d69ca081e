namespace Orchestrator.Tests.Interop.Processes;

/// <summary>ejabberd with a proxy that serves without a relay before it.</summary>
public sealed class OpenEjabberd() : Ejabberd(open: true);
