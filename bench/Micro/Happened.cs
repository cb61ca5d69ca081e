namespace Orchestrator.Bench.Micro;

/// <summary>An event of about the size of a transfer's.</summary>
internal sealed record Happened(byte[] Body);
