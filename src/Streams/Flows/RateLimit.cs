using Akka.Streams;
using Akka.Streams.Dsl;

namespace Orchestrator.Streams.Flows;

/// <summary>The throttle of a graph. It counts in KiB: Akka.NET allows one unit per 100 ns, which in bytes would be 10 MB/s.</summary>
internal static class RateLimit
{
    private const int Kibi = 1024;

    public static Source<Chunk, TMat> Limit<TMat>(this Source<Chunk, TMat> chunks, long? bytesPerSecond)
    {
        if (bytesPerSecond is not { } rate)
        {
            return chunks;
        }

        var kibiPerSecond = (int)Math.Clamp(rate / Kibi, 1, TimeSpan.TicksPerSecond);
        var burst = Math.Max(1, ChunkLength(rate) / Kibi);
        return chunks.Throttle(kibiPerSecond, TimeSpan.FromSeconds(1), burst, KibiOf, ThrottleMode.Shaping);
    }

    /// <summary>Four chunks a second or more, so that a slow flow does not look stalled.</summary>
    public static int ChunkLength(long? bytesPerSecond) =>
        bytesPerSecond is { } rate ? (int)Math.Clamp(rate / 4, 4 * Kibi, Chunk.MaxLength) : Chunk.MaxLength;

    // By position, so that small chunks are not rounded up one by one.
    private static int KibiOf(Chunk chunk) => (int)((chunk.End / Kibi) - (chunk.Offset / Kibi));
}
