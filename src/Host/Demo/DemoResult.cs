namespace Orchestrator.Host.Demo;

/// <summary>What the demo found, the line that <c>--json</c> ends with.</summary>
/// <param name="Bytes">The file's size.</param>
/// <param name="Equal">Exactly one file arrived, and its SHA-256 is the source's.</param>
/// <param name="ResumedAt">The offset at which the last session began.</param>
/// <param name="Killed">Who was killed: sender, receiver or none.</param>
/// <param name="Sessions">How many sessions the receiver saw.</param>
/// <param name="MbPerSecond">10⁶ bytes a second of the last session, verification included; after a killed receiver the demo's own limit.</param>
internal sealed record DemoResult(long Bytes, bool Equal, long ResumedAt, string Killed, int Sessions, double MbPerSecond);
