using Orchestrator.Actors.Roads;

namespace Orchestrator.Host.Api;

/// <summary>The body of <c>PATCH /v1/transfers/{id}</c>; what is absent stays.</summary>
/// <param name="Priority">-100 to 100; who waits for a slot with a higher one goes first.</param>
/// <param name="Deadline">When it gives up.</param>
/// <param name="MaxRate">Bytes per second; 0: the configured limit again.</param>
/// <param name="Roads">Which roads it may take.</param>
internal sealed record AdjustRequest(int? Priority = null, DateTimeOffset? Deadline = null, long? MaxRate = null, RoadPolicy? Roads = null);
