namespace Orchestrator.Bench.Throughput;

/// <summary>One transfer of one contender.</summary>
/// <param name="Seconds">From the order to send until the receiver had the whole file.</param>
/// <param name="Sender">What the sending process used.</param>
/// <param name="Receiver">What the receiving process used.</param>
internal sealed record Measurement(double Seconds, Usage Sender, Usage Receiver);
