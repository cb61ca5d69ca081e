using Orchestrator.Streams.Files;

namespace Orchestrator.Streams.Flows;

/// <summary>What to send.</summary>
/// <param name="Source">The file as it was when the transfer was accepted.</param>
/// <param name="Offset">First byte, from the receiver's range.</param>
/// <param name="Length">Bytes to send; 0 is legal.</param>
/// <param name="Hash">Whether to hash the file from its start to the last byte sent.</param>
/// <param name="Linger">How long to wait, after the last byte, for the peer's close. We never close first within it: a proxy would cut the tail.</param>
/// <param name="MaxBytesPerSecond">Rate limit, or null.</param>
/// <param name="Relayed">
/// Whether a proxy carries the bytes. Prosody's holds up to 4 KiB at the end back until something more comes or the stream is
/// closed, so the last byte follows the others when it has read them.
/// </param>
public sealed record SendPlan(
    SourceFile Source, long Offset, long Length, bool Hash, TimeSpan Linger, long? MaxBytesPerSecond = null, bool Relayed = false);
