using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Streams.Flows;

/// <summary>Receives a range of a file into a partial.</summary>
public sealed class ReceiveFlow
{
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(1);

    private readonly ReceivePlan _plan;
    private readonly Stream _bytestream;
    private readonly Action<FlowCheckpoint> _checkpoint;
    private readonly FlowState _state;
    private readonly IMaterializer _materializer;
    private readonly TimeProvider _time;

    private ReceiveFlow(
        ReceivePlan plan, Stream bytestream, Action<FlowCheckpoint> checkpoint, FlowState state, IMaterializer materializer, TimeProvider time) =>
        (_plan, _bytestream, _checkpoint, _state, _materializer, _time) = (plan, bytestream, checkpoint, state, materializer, time);

    /// <summary>Starts receiving. Takes over <paramref name="bytestream"/> and closes it, whatever happens.</summary>
    /// <param name="plan">What to receive.</param>
    /// <param name="bytestream">Connected, standing before its first payload byte.</param>
    /// <param name="progress">Called at most once a second.</param>
    /// <param name="checkpoint">Called after each sync, one at a time, on a thread that may block. The last position stands in the end instead.</param>
    /// <param name="materializer">Runs the graph.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public static RunningFlow Start(
        ReceivePlan plan, Stream bytestream, Action<FlowProgress> progress, Action<FlowCheckpoint> checkpoint,
        IMaterializer materializer, TimeProvider time, ILogger log)
    {
        var state = new FlowState(plan.Offset, plan.Length, plan.MaxBytesPerSecond, progress, time);
        var flow = new ReceiveFlow(plan, bytestream, checkpoint, state, materializer, time);
        return new RunningFlow(state, Task.Run(() => flow.RunAsync(log)));
    }

    private async Task<FlowEnd> RunAsync(ILogger log)
    {
        var end = new FlowEnd(_plan.Offset, null, null, null, null, PeerClosed: false);
        try
        {
            await using var file = PartialFile.Open(_plan, _state);
            var checkpoints = new Checkpoints(file.SafeFileHandle, _plan, _checkpoint, _time);
            await using var hash = new RunningHash(file.SafeFileHandle, _plan.Md5);
            var reader = new BytestreamReader(_bytestream, _plan, _state);

            var written = await MoveAsync(file.SafeFileHandle, reader, hash, checkpoints);
            await SyncAsync(checkpoints, written);
            end = end with { Position = checkpoints.Durable };
            _state.ThrowIfFailed();
            if (_plan.AwaitClose)
            {
                end = end with { PeerClosed = await reader.PeerClosesWithinAsync(CloseWait, _time) };
            }

            // Our close may be all that tells the peer that we have everything: it comes after the sync, and waits for no hash.
            await FlowEnding.CloseAsync(_bytestream, _state);
            var (sha256, md5) = await hash.FinishAsync(_state.End, _state.Stopped);
            end = end with { Sha256 = sha256, Md5 = md5 };
        }
        catch (Exception e)
        {
            _state.Fail(FlowFault.Internal, e.Message, e);
        }

        await FlowEnding.CloseAsync(_bytestream, _state);
        return FlowEnding.Of(end, _state, log);
    }

    // network, at its pace -> kill switch -> partial
    private async Task<long> MoveAsync(SafeFileHandle file, BytestreamReader reader, RunningHash hash, Checkpoints checkpoints)
    {
        var writer = new PartialWriter(file, _plan, _state, hash, checkpoints);
        var (killSwitch, received) = Source
            .UnfoldResourceAsync(() => Task.FromResult(reader), r => r.ReadAsync(), r => r.CloseAsync())
            .ViaMaterialized(KillSwitches.Single<Chunk>(), Keep.Right)
            .ToMaterialized(Sink.ForEachAsync<Chunk>(1, writer.WriteAsync), Keep.Both)
            .Run(_materializer);

        await _state.WaitAsync(killSwitch, received);
        await reader.CloseAsync();
        await writer.CloseAsync();
        return writer.Written;
    }

    private async Task SyncAsync(Checkpoints checkpoints, long written)
    {
        try
        {
            await checkpoints.FinishAsync(written);
        }
        catch (Exception e)
        {
            PartialFile.Fail(_state, _plan.PartialPath, e);
        }
    }
}
