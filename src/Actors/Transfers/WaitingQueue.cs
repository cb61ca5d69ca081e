using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Actors.Transfers;

/// <summary>Who waits for a slot, in order. Those of an account that cannot send now are passed over without being looked at.</summary>
internal sealed class WaitingQueue
{
    private readonly Dictionary<string, Waiting> _byId = [];
    private readonly Dictionary<string, SortedSet<Waiting>> _byAccount = [];

    public int Count => _byId.Count;

    /// <summary>Puts it into its place, also when it waited at another.</summary>
    public void Put(Waiting waiting)
    {
        Remove(waiting.Id);
        _byId[waiting.Id] = waiting;
        if (!_byAccount.TryGetValue(waiting.Account, out var line))
            _byAccount[waiting.Account] = line = [];
        line.Add(waiting);
    }

    /// <summary>Gives it another priority, if it waits.</summary>
    public void Reprioritise(string id, int priority)
    {
        if (_byId.TryGetValue(id, out var waiting))
            Put(waiting with { Priority = priority });
    }

    public void Remove(string id)
    {
        if (!_byId.Remove(id, out var waiting))
            return;
        var line = _byAccount[waiting.Account];
        line.Remove(waiting);
        if (line.Count == 0)
            _byAccount.Remove(waiting.Account);
    }

    /// <summary>Takes the first one whose account can send.</summary>
    public bool TryTake(Func<string, bool> canSend, [NotNullWhen(true)] out Waiting? first)
    {
        first = _byAccount.Where(line => canSend(line.Key)).Select(line => line.Value.Min).Min();
        if (first is null)
            return false;
        Remove(first.Id);
        return true;
    }

    /// <summary>How many go before it; null: it does not wait.</summary>
    public int? Ahead(string id, Func<string, bool> canSend) => _byId.TryGetValue(id, out var waiting)
        ? _byAccount.Where(line => canSend(line.Key)).Sum(line => line.Value.TakeWhile(other => other.CompareTo(waiting) < 0).Count())
        : null;
}
