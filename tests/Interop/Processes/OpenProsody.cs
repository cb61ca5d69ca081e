namespace Orchestrator.Tests.Interop.Processes;

/// <summary>Prosody with a proxy that serves everybody, components too, without a relay before it.</summary>
public sealed class OpenProsody() : Prosody(open: true);
