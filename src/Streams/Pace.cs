using Orchestrator.Streams.Flows;

namespace Orchestrator.Streams;

/// <summary>
/// Holds bytes to a rate: whoever moves some waits until those before have had their time. Not a throttle in a graph, since the
/// rate may be changed while bytes flow, and several readers may share one. Thread-safe.
/// </summary>
internal sealed class Pace(long? bytesPerSecond, TimeProvider time)
{
    private const int MinChunk = 4096;

    private readonly Lock _lock = new();

    // What timers oversleep is caught up, up to so much.
    private readonly long _credit = time.TimestampFrequency / 4;
    private long _rate = bytesPerSecond ?? 0;
    private long _due = time.GetTimestamp() - (time.TimestampFrequency / 4);

    /// <summary>The limit, or null.</summary>
    public long? BytesPerSecond
    {
        get => Volatile.Read(ref _rate) is > 0 and var rate ? rate : null;
        set => Volatile.Write(ref _rate, value ?? 0);
    }

    /// <summary>Four chunks a second or more, so that a slow flow does not look stalled, and a new rate is soon felt.</summary>
    public int ChunkLength => BytesPerSecond is { } rate ? (int)Math.Clamp(rate / 4, MinChunk, Chunk.MaxLength) : Chunk.MaxLength;

    /// <summary>Waits until so many bytes more are within the rate.</summary>
    public Task WaitAsync(int bytes, CancellationToken stop)
    {
        if (BytesPerSecond is not { } rate)
        {
            return Task.CompletedTask;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _due = Math.Max(_due, now - _credit) + (long)(bytes * (double)time.TimestampFrequency / rate);
            wait = time.GetElapsedTime(now, _due);
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, stop) : Task.CompletedTask;
    }
}
