namespace Orchestrator.Streams.Http;

/// <summary>A rate that several readers of a file share. Thread-safe.</summary>
internal sealed class Pace(long? bytesPerSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _due = time.GetTimestamp();

    /// <summary>Waits until so many bytes more are within the rate.</summary>
    public Task WaitAsync(int bytes, CancellationToken cancellation)
    {
        if (bytesPerSecond is not { } rate)
        {
            return Task.CompletedTask;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _due = Math.Max(_due, now) + (long)(bytes * (double)time.TimestampFrequency / rate);
            wait = time.GetElapsedTime(now, _due);
        }

        return Task.Delay(wait, time, cancellation);
    }
}
