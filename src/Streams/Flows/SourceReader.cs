using Akka;
using Akka.Util;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Streams.Flows;

/// <summary>Reads the range of the source, chunk by chunk.</summary>
internal sealed class SourceReader(SafeFileHandle file, SendPlan plan, FlowState state, RunningHash? hash)
{
    private readonly Gate _gate = new();
    private long _next = plan.Offset;

    /// <summary>The next chunk, or none after the last byte.</summary>
    public async Task<Option<Chunk>> ReadAsync()
    {
        if (!await _gate.EnterAsync())
        {
            return Option<Chunk>.None;
        }

        try
        {
            if (_next == state.End)
            {
                return Option<Chunk>.None;
            }

            var length = (int)Math.Min(state.Pace.ChunkLength, state.End - _next);
            await state.Pace.WaitAsync(length, state.Stopped);
            return Fill(length);
        }
        finally
        {
            _gate.Leave();
        }
    }

    public async Task<Done> CloseAsync()
    {
        await _gate.CloseAsync();
        return Done.Instance;
    }

    // A file has no asynchronous reads on Linux: .NET's would send another thread of the pool to wait in this one's place.
    private Chunk Fill(int length)
    {
        var chunk = new Chunk(_next, length);
        try
        {
            while (chunk.Length < chunk.Room.Length)
            {
                var read = RandomAccess.Read(file, chunk.Room.Span[chunk.Length..], chunk.End);
                if (read == 0)
                {
                    throw state.Fail(FlowFault.SourceChanged, $"{plan.Source.Path} ends at byte {chunk.End} now; it had {plan.Source.Size}.");
                }

                chunk.Length += read;
            }
        }
        catch (Exception e) when (e is not FlowException)
        {
            throw state.Fail(FlowFault.SourceUnreadable, $"{plan.Source.Path} cannot be read: {e.Message}", e);
        }

        _next = chunk.End;
        hash?.Offer(chunk);
        return chunk;
    }
}
