namespace Orchestrator.Actors.Settings;

/// <summary>A checkpoint is due after so many bytes or so long, whichever comes first.</summary>
/// <param name="Bytes">Bytes received since the last one.</param>
/// <param name="Interval">Time since the last one.</param>
public sealed record CheckpointSettings(long Bytes, TimeSpan Interval);
