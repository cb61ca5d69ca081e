namespace Akka.Streams;

/// <summary>What a throttle does with an element that is too early.</summary>
public enum ThrottleMode
{
    /// <summary>It delays it.</summary>
    Shaping,
}
