using Orchestrator.Actors.Settings;
using Orchestrator.Host.Telemetry;

namespace Orchestrator.Host.Configuration;

/// <summary>A checked configuration.</summary>
/// <param name="Node">What the actors are told.</param>
/// <param name="Http">How the API is served.</param>
/// <param name="Telemetry">Who is told how transfers do.</param>
/// <param name="ShutdownGrace">How long an orderly stop may take.</param>
/// <param name="Log">What is logged, and how.</param>
/// <param name="Warnings">What works but is unwise.</param>
internal sealed record HostSettings(
    OrchestratorSettings Node, HttpSettings Http, TelemetrySettings Telemetry, TimeSpan ShutdownGrace, LogSettings Log, IReadOnlyList<ConfigFault> Warnings);
