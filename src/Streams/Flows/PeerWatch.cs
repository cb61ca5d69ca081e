namespace Orchestrator.Streams.Flows;

/// <summary>
/// The sender's ear: a receiver has nothing to say, but its close is the only word on the wire that it got everything.
/// What it sends all the same is thrown away.
/// </summary>
internal sealed class PeerWatch : IAsyncDisposable
{
    private const int MaxChatter = 1024 * 1024;

    private readonly Stream _bytestream;
    private readonly FlowState _state;
    private readonly CancellationTokenSource _over;
    private readonly Task<bool> _watching;
    private volatile bool _closeMayCome;

    public PeerWatch(Stream bytestream, FlowState state)
    {
        (_bytestream, _state) = (bytestream, state);
        _over = CancellationTokenSource.CreateLinkedTokenSource(state.Stopped);
        _closeMayCome = state.IsFinishing;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>The last write begins: from now on a close may mean that the peer has everything.</summary>
    public void LastWriteBegins() => _closeMayCome = true;

    /// <summary>Waits for the peer's close in good order; false when it does not come in time, or a fault does.</summary>
    public async Task<bool> ClosedWithinAsync(TimeSpan linger, TimeProvider time)
    {
        try
        {
            return await _watching.WaitAsync(linger, time);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Stops watching, so that our own close is not taken for the peer's.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
    }

    private async Task<bool> WatchAsync()
    {
        var chatter = new byte[4096];
        var heard = 0;
        try
        {
            while (await _bytestream.ReadAsync(chatter, _over.Token) is > 0 and var read)
            {
                heard += read;
                if (heard > MaxChatter)
                {
                    _state.Break(FlowFault.ExcessBytes, "The peer sends data where it should only receive.");
                    return false;
                }
            }
        }
        catch (Exception e)
        {
            if (!_over.IsCancellationRequested)
            {
                _state.Break(FlowFault.PeerReset, $"The connection broke: {e.Message}", e);
            }

            return false;
        }

        if (!_closeMayCome)
        {
            _state.Break(FlowFault.PeerClosedEarly, $"The peer closed when it had {_state.Position} of {_state.End} bytes at most.");
        }

        return _closeMayCome;
    }
}
