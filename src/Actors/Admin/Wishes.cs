namespace Orchestrator.Actors.Admin;

/// <summary>Checks what a submission or an adjustment wishes of a transfer. Pure.</summary>
internal static class Wishes
{
    public const int MaxPriority = 100;
    public const long MinRate = 1024;

    /// <summary>What is wrong, in words; null: nothing.</summary>
    public static string? Fault(int? priority, DateTimeOffset? deadline, long? maxRate, DateTimeOffset now) =>
        priority is < -MaxPriority or > MaxPriority ? $"The priority {priority} is out of range; write a whole number from -{MaxPriority} to {MaxPriority}."
        : deadline <= now ? $"The deadline {deadline:u} has passed; it is {now:u} now."
        : maxRate < MinRate ? $"A rate of {maxRate} bytes per second is too low; the least is {MinRate}."
        : null;
}
