using Akka;
using Akka.Util;

namespace Orchestrator.Streams.Flows;

/// <summary>Reads chunks from the network, and moves the flow's position; not a byte beyond the last one.</summary>
internal sealed class BytestreamReader(Stream bytestream, ReceivePlan plan, FlowState state)
{
    private readonly Gate _gate = new();

    /// <summary>
    /// The next chunk, or none after the last byte. A peer that breaks off is recorded as a fault but ends the graph in
    /// good order: what it sent before is worth keeping.
    /// </summary>
    public async Task<Option<Chunk>> ReadAsync()
    {
        if (!await _gate.EnterAsync())
        {
            return Option<Chunk>.None;
        }

        try
        {
            return state.IsFinishing ? Option<Chunk>.None : await FillAsync();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>After the last byte: true when the peer closes, false when it does not in time; one more byte is a fault.</summary>
    public async Task<bool> PeerClosesWithinAsync(TimeSpan limit, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var stop = state.Stopped.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        try
        {
            if (await bytestream.ReadAsync(new byte[1], deadline.Token) == 0)
            {
                return true;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Silence, or a reset after the last byte: nothing is missing.
            return false;
        }

        throw state.Fail(FlowFault.ExcessBytes, $"The peer sends more than the {plan.Length} bytes that were agreed on.");
    }

    public async Task<Done> CloseAsync()
    {
        await _gate.CloseAsync();
        return Done.Instance;
    }

    private async Task<Option<Chunk>> FillAsync()
    {
        var chunk = new Chunk(state.Position, (int)Math.Min(state.Pace.ChunkLength, state.End - state.Position));
        try
        {
            chunk.Length = await bytestream.ReadAsync(chunk.Room, state.Stopped);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            state.Fail(FlowFault.PeerReset, $"The connection broke: {e.Message}", e);
        }

        if (chunk.Length == 0)
        {
            chunk.Release();
            state.Fail(FlowFault.PeerClosedEarly, $"The peer closed at byte {state.Position} of {state.End}.");
            return Option<Chunk>.None;
        }

        state.Advance(chunk.Length);
        await state.Pace.WaitAsync(chunk.Length, state.Stopped);
        return chunk;
    }
}
