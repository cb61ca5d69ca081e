namespace Orchestrator.Actors.Admin;

/// <summary>Why a transfer is where it is, and when it will move.</summary>
/// <param name="Text">One paragraph for people.</param>
/// <param name="WaitsFor">
/// For machines: <c>nothing</c>, <c>slot</c>, <c>peer</c>, <c>backoff</c>, <c>account</c>, <c>paused</c>, <c>drain</c>, <c>receipt</c>,
/// <c>peer-offer</c>, <c>disk</c> or <c>bytes</c>.
/// </param>
/// <param name="NextAttemptAt">When it moves by itself at the latest, if that is known.</param>
/// <param name="Mend">What somebody can do, or null.</param>
public sealed record Explanation(string Text, string WaitsFor, DateTimeOffset? NextAttemptAt, string? Mend);
