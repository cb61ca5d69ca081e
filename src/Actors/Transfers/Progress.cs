namespace Orchestrator.Actors.Transfers;

/// <summary>How far bytes have come, and how fast they go. Immutable; time comes in as data.</summary>
/// <param name="Position">In bytes from the file's start.</param>
/// <param name="At">When it was there.</param>
/// <param name="Rate">Bytes per second, smoothed over some seconds; null: not known yet.</param>
internal readonly record struct Progress(long Position, DateTimeOffset At, double? Rate = null)
{
    // The weight of what is old fades with a half-life of about three seconds.
    private const double Fade = 4;

    /// <summary>After bytes have moved.</summary>
    public Progress Next(long position, DateTimeOffset now)
    {
        var seconds = (now - At).TotalSeconds;
        if (seconds <= 0)
            return this with { Position = position };
        var rate = (position - Position) / seconds;
        var old = Math.Exp(-seconds / Fade);
        return new Progress(position, now, Rate is { } before ? (before * old) + (rate * (1 - old)) : rate);
    }

    /// <summary>When, at this rate, the last of <paramref name="size"/> bytes will have moved.</summary>
    public DateTimeOffset? Eta(long size) =>
        Rate is >= 1 && (size - Position) / Rate.Value is < 1e9 and var left ? At + TimeSpan.FromSeconds(left) : null;
}
