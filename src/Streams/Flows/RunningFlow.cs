namespace Orchestrator.Streams.Flows;

/// <summary>A flow over one connected bytestream, from its start to its end.</summary>
public sealed class RunningFlow
{
    private readonly FlowState _state;

    internal RunningFlow(FlowState state, Task<FlowEnd> completion)
    {
        _state = state;
        Completion = completion;
    }

    /// <summary>Absolute offset of the next byte to move; cheap to read from any thread.</summary>
    public long Position => _state.Position;

    /// <summary>
    /// True once the last byte was moved: what remains (sync, hash, the peer's close) is bounded by this machine or by a
    /// timeout, so that a position standing still is no stall any more.
    /// </summary>
    public bool IsFinishing => _state.IsFinishing;

    /// <summary>Never faults. Completes after the file and the bytestream are closed for good.</summary>
    public Task<FlowEnd> Completion { get; }

    /// <summary>Changes the rate limit, in bytes per second; null: none.</summary>
    public void Limit(long? bytesPerSecond) => _state.Pace.BytesPerSecond = bytesPerSecond;

    /// <summary>Ends the flow at once; harmless when repeated or late. What was received is kept and synced.</summary>
    public void Stop() => _state.Break(FlowFault.Stopped, "The flow was stopped.");
}
