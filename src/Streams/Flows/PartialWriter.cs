using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Streams.Flows;

/// <summary>Writes chunks to the partial.</summary>
internal sealed class PartialWriter(SafeFileHandle file, ReceivePlan plan, FlowState state, RunningHash hash, Checkpoints checkpoints)
{
    private readonly Gate _gate = new();

    /// <summary>Absolute offset after the last byte written.</summary>
    public long Written { get; private set; } = plan.Offset;

    public async Task WriteAsync(Chunk chunk)
    {
        if (!await _gate.EnterAsync())
        {
            return;
        }

        try
        {
            // As with reads, .NET's asynchronous write would only block another thread of the pool.
            RandomAccess.Write(file, chunk.Bytes.Span, chunk.Offset);
            Written = chunk.End;
            hash.Offer(chunk);
            await checkpoints.AfterAsync(Written);
        }
        catch (Exception e)
        {
            throw PartialFile.Fail(state, plan.PartialPath, e);
        }
        finally
        {
            chunk.Release();
            _gate.Leave();
        }
    }

    public Task CloseAsync() => _gate.CloseAsync();
}
