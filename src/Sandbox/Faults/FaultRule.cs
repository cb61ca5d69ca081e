namespace Orchestrator.Sandbox.Faults;

/// <summary>A fault that strikes the next stanzas that match.</summary>
public sealed class FaultRule
{
    private readonly Func<StanzaInTransit, bool> _when;
    private readonly TaskCompletionSource<StanzaInTransit> _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _remaining;

    internal FaultRule(Func<StanzaInTransit, bool> when, Fault fault, int count)
    {
        _when = when;
        Fault = fault;
        _remaining = count;
    }

    /// <summary>What it does.</summary>
    public Fault Fault { get; }

    /// <summary>How many more stanzas it will strike.</summary>
    public int Remaining => Math.Max(0, Volatile.Read(ref _remaining));

    /// <summary>Completes with the first stanza struck.</summary>
    public Task<StanzaInTransit> Struck => _struck.Task;

    internal bool Strikes(StanzaInTransit transit)
    {
        if (Remaining == 0 || !_when(transit) || Interlocked.Decrement(ref _remaining) < 0)
            return false;
        _struck.TrySetResult(transit);
        return true;
    }
}
