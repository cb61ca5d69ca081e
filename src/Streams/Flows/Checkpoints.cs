using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Streams.Flows;

/// <summary>
/// Data, sync, then the report: a checkpoint may lag behind the file, never lead it. Syncing goes on beside the writing;
/// writing waits only when it is a whole checkpoint ahead of the one being synced.
/// </summary>
internal sealed class Checkpoints(SafeFileHandle file, ReceivePlan plan, Action<FlowCheckpoint> report, TimeProvider time)
{
    private long _begunPosition = plan.Offset;
    private long _begunAt = time.GetTimestamp();
    private long _durable = plan.Offset;
    private Task _sync = Task.CompletedTask;

    /// <summary>Absolute offset before which everything is on disk for good.</summary>
    public long Durable => Volatile.Read(ref _durable);

    /// <summary>After a write: begins a checkpoint when one is due. Throws what the one before met.</summary>
    public async ValueTask AfterAsync(long written)
    {
        var full = written - _begunPosition >= plan.CheckpointBytes;
        if (!full && (time.GetElapsedTime(_begunAt) < plan.CheckpointInterval || !_sync.IsCompleted))
        {
            return;
        }

        await _sync;
        (_begunPosition, _begunAt) = (written, time.GetTimestamp());
        _sync = SyncAsync(written, tell: true);
    }

    /// <summary>At the end: makes all that was written durable. After a failed sync the kernel vouches for nothing more, so there is no second try.</summary>
    public async Task FinishAsync(long written)
    {
        await _sync;
        if (Durable < written)
        {
            await (_sync = SyncAsync(written, tell: false));
        }
    }

    // A thread of its own: a sync may take seconds, and the pool is as small as the machine.
    private Task SyncAsync(long position, bool tell) => Task.Factory.StartNew(
        () =>
        {
            RandomAccess.FlushToDisk(file);
            Volatile.Write(ref _durable, position);
            if (tell)
            {
                report(new FlowCheckpoint(position));
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
