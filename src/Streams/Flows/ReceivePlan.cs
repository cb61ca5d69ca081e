namespace Orchestrator.Streams.Flows;

/// <summary>What to receive.</summary>
/// <param name="PartialPath">The partial; created when it is not there, cut to <paramref name="Offset"/> when it is longer.</param>
/// <param name="Offset">First byte to write; the partial must have all bytes before it.</param>
/// <param name="Length">Bytes to receive; 0 is legal.</param>
/// <param name="Md5">Whether to compute the MD5 too.</param>
/// <param name="AwaitClose">Whether to wait, after the last byte, up to a second for the peer's close, and tell excess bytes.</param>
/// <param name="CheckpointBytes">Bytes between checkpoints; at most twice as many are ever unsynced.</param>
/// <param name="CheckpointInterval">Time between checkpoints while bytes arrive slowly.</param>
/// <param name="MaxBytesPerSecond">Rate limit, or null.</param>
public sealed record ReceivePlan(
    string PartialPath,
    long Offset,
    long Length,
    bool Md5,
    bool AwaitClose,
    long CheckpointBytes,
    TimeSpan CheckpointInterval,
    long? MaxBytesPerSecond = null);
