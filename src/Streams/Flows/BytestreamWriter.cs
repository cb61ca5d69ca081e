namespace Orchestrator.Streams.Flows;

/// <summary>Writes chunks to the network, and moves the flow's position.</summary>
internal sealed class BytestreamWriter(Stream bytestream, FlowState state, PeerWatch peer)
{
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

            await bytestream.WriteAsync(chunk.Bytes, state.Stopped);
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
