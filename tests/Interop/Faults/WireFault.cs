namespace Orchestrator.Tests.Interop.Faults;

/// <summary>What happens to a connection on a <see cref="Relay"/>, and when.</summary>
/// <param name="Kind">What.</param>
/// <param name="After">So many bytes of the way go through before.</param>
/// <param name="Way">Whose bytes are counted; where the fault has a direction, its direction.</param>
public sealed record WireFault(WireFaultKind Kind, long After = 0, Way Way = Way.Back);
