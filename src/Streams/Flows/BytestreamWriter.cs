namespace Orchestrator.Streams.Flows;

/// <summary>Writes chunks to the network, and moves the flow's position.</summary>
/// <param name="bytestream">Where to.</param>
/// <param name="state">The flow's.</param>
/// <param name="peer">Who may close now.</param>
/// <param name="relayed">Whether the last byte is to follow the others, see <see cref="SendPlan.Relayed"/>.</param>
/// <param name="time">The clock.</param>
internal sealed class BytestreamWriter(Stream bytestream, FlowState state, PeerWatch peer, bool relayed, TimeProvider time)
{
    // The position moves after each piece, so that a chunk on a slow link does not look like a stall; a multiple of the
    // usual block in-band (48 000), which is not cut for it. Smaller ones cost a fast link processor time.
    private const int Piece = 96_000;

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
                await WriteAsync(bytes[..^1]);
                await Task.Delay(RelayPause, time, state.Stopped);
                bytes = bytes[^1..];
            }

            await WriteAsync(bytes);
            if (chunk.End == state.End)
            {
                // A socket's buffer cannot be waited for; blocks in-band are acknowledged one by one, each within a time.
                await bytestream.FlushAsync(state.Stopped);
            }
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

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var length = Math.Min(bytes.Length, Piece);
            await bytestream.WriteAsync(bytes[..length], state.Stopped);
            state.Advance(length);
            bytes = bytes[length..];
        }
    }
}
