namespace Orchestrator.Host.Telemetry;

/// <summary>Who is told how transfers do.</summary>
/// <param name="Otlp">An OpenTelemetry collector (OTLP over HTTP); null: none.</param>
internal sealed record TelemetrySettings(Uri? Otlp);
