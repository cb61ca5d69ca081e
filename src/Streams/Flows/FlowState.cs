using Akka.Streams;

namespace Orchestrator.Streams.Flows;

/// <summary>What the parts of one running flow share: the position, the first fault, and the way to stop.</summary>
internal sealed class FlowState(long offset, long length, Action<FlowProgress> progress, TimeProvider time)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private long _position = offset;
    private long _reportedAt = time.GetTimestamp();
    private FlowException? _fault;
    private IKillSwitch? _killSwitch;

    /// <summary>Cancelled by <see cref="Stop"/>: a kill switch stops the graph, this wakes the read or write under way.</summary>
    public CancellationToken Stopped => _stop.Token;

    public long Position => Volatile.Read(ref _position);

    public long End { get; } = offset + length;

    public bool IsFinishing => Position == End;

    /// <summary>The first fault; later ones are its consequences.</summary>
    public FlowException? Fault => Volatile.Read(ref _fault);

    /// <summary>Records a fault unless there is one already; returns it, to be thrown.</summary>
    public FlowException Fail(FlowFault fault, string detail, Exception? cause = null)
    {
        var exception = new FlowException(fault, detail, cause);
        Interlocked.CompareExchange(ref _fault, exception, null);
        return exception;
    }

    public void Advance(int bytes)
    {
        var position = Position + bytes;
        Volatile.Write(ref _position, position);
        if (time.GetElapsedTime(_reportedAt) >= BetweenReports)
        {
            _reportedAt = time.GetTimestamp();
            progress(new FlowProgress(position));
        }
    }

    public void StopWith(IKillSwitch killSwitch)
    {
        Volatile.Write(ref _killSwitch, killSwitch);
        if (_stop.IsCancellationRequested)
        {
            Abort();
        }
    }

    public void Stop()
    {
        Fail(FlowFault.Stopped, "The flow was stopped.");
        _stop.Cancel();
        Abort();
    }

    private void Abort() => Volatile.Read(ref _killSwitch)?.Abort(Fault!);
}
