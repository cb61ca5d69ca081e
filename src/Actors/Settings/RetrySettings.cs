namespace Orchestrator.Actors.Settings;

/// <summary>Exponential backoff with jitter between the sessions of a transfer.</summary>
/// <param name="MinBackoff">Before the second session.</param>
/// <param name="MaxBackoff">The most that doubling leads to.</param>
/// <param name="Jitter">0 to 1: the part of a backoff that chance may add.</param>
/// <param name="MaxUnknownErrors">How often an error that is not understood is retried.</param>
public sealed record RetrySettings(TimeSpan MinBackoff, TimeSpan MaxBackoff, double Jitter, int MaxUnknownErrors)
{
    /// <summary>How long to wait after so many failures in a row before this one; <paramref name="chance"/> is 0 to below 1.</summary>
    public TimeSpan After(int failures, double chance)
    {
        // In seconds: the power may be more than a TimeSpan holds.
        var doubled = MinBackoff.TotalSeconds * Math.Pow(2, Math.Clamp(failures, 0, 60));
        return TimeSpan.FromSeconds(Math.Min(doubled, MaxBackoff.TotalSeconds) * (1 + (Jitter * chance)));
    }
}
