namespace Akka.Actor;

internal sealed class ActorStash(ActorCell cell) : IStash
{
    private readonly LinkedList<Envelope> _stashed = [];
    private long _lastTurn;

    public void Stash()
    {
        if (_lastTurn == cell.Turn)
            throw new IllegalActorStateException($"Can't stash the same message {cell.CurrentEnvelope.Message} more than once");
        _lastTurn = cell.Turn;
        _stashed.AddLast(cell.CurrentEnvelope);
    }

    /// <summary>Gives the oldest back.</summary>
    public void Unstash()
    {
        if (_stashed.First is not { } first)
            return;
        _stashed.RemoveFirst();
        cell.Prepend(first.Value);
    }

    public void UnstashAll()
    {
        for (; _stashed.Last is { } last; _stashed.RemoveLast())
            cell.Prepend(last.Value);
    }
}
