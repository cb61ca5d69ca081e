using System.Diagnostics.CodeAnalysis;
using Akka.Streams;

namespace Orchestrator.Streams.Flows;

/// <summary>What the parts of one running flow share: the position, the first fault, and the way to stop.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or wait handle holds nothing to dispose of, and a late stop must find it.")]
internal sealed class FlowState(long offset, long length, long? bytesPerSecond, Action<FlowProgress> progress, TimeProvider time)
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private long _position = offset;
    private long _reportedAt = time.GetTimestamp();
    private FlowException? _fault;
    private UniqueKillSwitch? _killSwitch;

    /// <summary>How fast bytes may move.</summary>
    public Pace Pace { get; } = new(bytesPerSecond, time);

    /// <summary>Cancelled by <see cref="Break"/>: a kill switch stops the graph, this wakes the read or write under way.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Absolute offset of the next byte on the wire.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Absolute offset after the last byte.</summary>
    public long End { get; } = offset + length;

    public bool IsFinishing => Position == End;

    /// <summary>The first fault; later ones are its consequences.</summary>
    public FlowException? Fault => Volatile.Read(ref _fault);

    /// <summary>Records a fault unless there is one already; returns it, to be thrown where the graph must fail too.</summary>
    public FlowException Fail(FlowFault fault, string detail, Exception? cause = null)
    {
        var exception = new FlowException(fault, detail, cause);
        return Interlocked.CompareExchange(ref _fault, exception, null) ?? exception;
    }

    /// <summary>Records a fault and ends the graph at once, from outside of it.</summary>
    public void Break(FlowFault fault, string detail, Exception? cause = null)
    {
        Fail(fault, detail, cause);
        _stop.Cancel();
        AbortGraph();
    }

    /// <summary>Moves the position, which one part of the flow does, and reports it when a second has passed.</summary>
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

    /// <summary>
    /// Waits for the graph. Its parts record their faults before they throw, so what it throws adds nothing, unless
    /// nobody recorded one.
    /// </summary>
    public async Task WaitAsync(UniqueKillSwitch killSwitch, Task graph)
    {
        Volatile.Write(ref _killSwitch, killSwitch);
        if (_stop.IsCancellationRequested)
        {
            AbortGraph();
        }

        try
        {
            await graph;
        }
        catch (Exception e)
        {
            Fail(FlowFault.Internal, e.Message, e);
        }
    }

    /// <summary>Throws the fault, if there is one.</summary>
    public void ThrowIfFailed()
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
    }

    private void AbortGraph() => Volatile.Read(ref _killSwitch)?.Abort(Fault!);
}
