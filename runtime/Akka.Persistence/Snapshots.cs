namespace Akka.Persistence;

/// <summary>Whose state a snapshot is, and after which event.</summary>
public sealed class SnapshotMetadata(string persistenceId, long sequenceNr, DateTime timestamp)
{
    public string PersistenceId { get; } = persistenceId;

    public long SequenceNr { get; } = sequenceNr;

    /// <summary>UTC.</summary>
    public DateTime Timestamp { get; } = timestamp;

    public override string ToString() => $"SnapshotMetadata<pid: {PersistenceId}, seqNr: {SequenceNr}, timestamp: {Timestamp:yyyy/MM/dd}>";
}

/// <summary>The first message of a recovery, if there is a snapshot.</summary>
public sealed class SnapshotOffer(SnapshotMetadata metadata, object snapshot)
{
    public SnapshotMetadata Metadata { get; } = metadata;

    public object Snapshot { get; } = snapshot;
}

/// <summary>Snapshots up to a sequence number.</summary>
public sealed class SnapshotSelectionCriteria(long maxSequenceNr)
{
    public static SnapshotSelectionCriteria Latest { get; } = new(long.MaxValue);

    public long MaxSequenceNr { get; } = maxSequenceNr;

    public override string ToString() => $"SnapshotSelectionCriteria<maxSeqNr: {MaxSequenceNr}>";
}

public sealed class SaveSnapshotSuccess(SnapshotMetadata metadata)
{
    public SnapshotMetadata Metadata { get; } = metadata;
}

public sealed class SaveSnapshotFailure(SnapshotMetadata metadata, Exception cause)
{
    public SnapshotMetadata Metadata { get; } = metadata;

    public Exception Cause { get; } = cause;
}

public sealed class DeleteSnapshotsSuccess(SnapshotSelectionCriteria criteria)
{
    public SnapshotSelectionCriteria Criteria { get; } = criteria;
}

public sealed class DeleteSnapshotsFailure(SnapshotSelectionCriteria criteria, Exception cause)
{
    public SnapshotSelectionCriteria Criteria { get; } = criteria;

    public Exception Cause { get; } = cause;
}
