namespace Orchestrator.Streams.Flows;

/// <summary>How far a flow has come; told at most once a second.</summary>
/// <param name="Position">Absolute offset in the file.</param>
public sealed record FlowProgress(long Position);
