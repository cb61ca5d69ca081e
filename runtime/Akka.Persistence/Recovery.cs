namespace Akka.Persistence;

/// <summary>What an actor recovers from.</summary>
public sealed class Recovery(SnapshotSelectionCriteria fromSnapshot, long toSequenceNr, long replayMax)
{
    /// <summary>The latest snapshot, then all later events.</summary>
    public static Recovery Default { get; } = new(SnapshotSelectionCriteria.Latest, long.MaxValue, long.MaxValue);

    public SnapshotSelectionCriteria FromSnapshot { get; } = fromSnapshot;

    public long ToSequenceNr { get; } = toSequenceNr;

    public long ReplayMax { get; } = replayMax;
}

/// <summary>The last message of a recovery; the actor may persist from here on.</summary>
public sealed class RecoveryCompleted
{
    public static readonly RecoveryCompleted Instance = new();

    private RecoveryCompleted()
    {
    }
}

/// <summary>The journal or the snapshot store did not answer in time.</summary>
public sealed class RecoveryTimedOutException : Exception
{
    internal RecoveryTimedOutException(string message) : base(message)
    {
    }
}
