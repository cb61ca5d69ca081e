namespace Orchestrator.Actors.Transfers;

/// <summary>A transfer that waits for a slot. The smallest goes first: the highest priority, then the oldest.</summary>
internal sealed record Waiting(string Id, string Account, string Peer, int Priority, DateTimeOffset CreatedAt) : IComparable<Waiting>
{
    public int CompareTo(Waiting? other) => other is null ? 1
        : other.Priority != Priority ? other.Priority.CompareTo(Priority)
        : other.CreatedAt != CreatedAt ? CreatedAt.CompareTo(other.CreatedAt)
        : string.CompareOrdinal(Id, other.Id);
}
