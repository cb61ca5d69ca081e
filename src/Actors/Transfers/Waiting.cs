namespace Orchestrator.Actors.Transfers;

/// <summary>A transfer that waits for a slot. The smallest goes first: the highest priority, then who waits since longest ago.</summary>
internal sealed record Waiting(string Id, string Account, string Peer, int Priority, DateTimeOffset Since) : IComparable<Waiting>
{
    public int CompareTo(Waiting? other) => other is null ? 1
        : other.Priority != Priority ? other.Priority.CompareTo(Priority)
        : other.Since != Since ? Since.CompareTo(other.Since)
        : string.CompareOrdinal(Id, other.Id);
}
