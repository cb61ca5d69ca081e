namespace Orchestrator.Streams.Flows;

/// <summary>Writes chunks to the network, and moves the flow's position.</summary>
/// <param name="bytestream">Where to.</param>
/// <param name="state">The flow's.</param>
/// <param name="peer">Who may close now.</param>
/// <param name="relayed">Whether the last byte is to follow the others, see <see cref="SendPlan.Relayed"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class BytestreamWriter(Stream bytestream, FlowState state, PeerWatch peer, bool relayed, TimeProvider time)
{
    // For a proxy to read what is on its way.
    private static readonly TimeSpan RelayPause = TimeSpan.FromMilliseconds(100);

    private readonly Gate _gate = new();

    public async Task WriteAsync(Chunk chunk)
    {
        if (!await _gate.EnterAsync())
        {
            return;
        }

        try
        {
            if (chunk.End == state.End)
            {
                peer.LastWriteBegins();
            }

            var bytes = chunk.Bytes;
            if (relayed && chunk.End == state.End && bytes.Length > 0)
            {
                await bytestream.WriteAsync(bytes[..^1], state.Stopped);
                await Task.Delay(RelayPause, time, state.Stopped);
                bytes = bytes[^1..];
            }

            await bytestream.WriteAsync(bytes, state.Stopped);
            if (chunk.End == state.End)
            {
                // A socket's buffer cannot be waited for; blocks in-band are acknowledged one by one.
                await bytestream.FlushAsync(state.Stopped);
            }

            state.Advance(chunk.Length);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw state.Fail(FlowFault.PeerReset, $"The connection broke: {e.Message}", e);
        }
        finally
        {
            chunk.Release();
            _gate.Leave();
        }
    }

    public Task CloseAsync() => _gate.CloseAsync();
}
