namespace Orchestrator.Actors.Admin;

/// <summary>A road, or one streamhost of it, that was tried and led nowhere.</summary>
/// <param name="Road">The road, such as <c>s5b-proxy</c>.</param>
/// <param name="Streamhost">The streamhost's JID, when it was one.</param>
/// <param name="Why">In words.</param>
public sealed record FailedRoad(string Road, string? Streamhost, string Why);
