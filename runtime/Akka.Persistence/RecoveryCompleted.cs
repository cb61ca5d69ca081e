namespace Akka.Persistence;

/// <summary>The last message of a recovery; the actor may persist from here on.</summary>
public sealed class RecoveryCompleted
{
    internal static readonly RecoveryCompleted Instance = new();

    private RecoveryCompleted() { }
}
