namespace Orchestrator.Streams.Flows;

/// <summary>What survives a power cut: the partial's bytes before <see cref="Position"/> have been synced to disk.</summary>
/// <param name="Position">Absolute offset in the file; may lag behind it, never leads it.</param>
public sealed record FlowCheckpoint(long Position);
