namespace Akka.Persistence;

/// <summary>The first message of a recovery, if there is a snapshot.</summary>
public sealed class SnapshotOffer
{
    internal SnapshotOffer(object snapshot) => Snapshot = snapshot;

    public object Snapshot { get; }
}

public sealed class SaveSnapshotSuccess
{
    internal SaveSnapshotSuccess() { }
}

public sealed class SaveSnapshotFailure
{
    internal SaveSnapshotFailure(Exception cause) => Cause = cause;

    public Exception Cause { get; }
}
