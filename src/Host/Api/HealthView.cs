namespace Orchestrator.Host.Api;

/// <summary>The answer of <c>/health</c>.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record HealthView(string Status);
