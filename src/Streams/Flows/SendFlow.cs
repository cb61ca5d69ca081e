using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Streams.Files;

namespace Orchestrator.Streams.Flows;

/// <summary>Sends a range of a file over a connected bytestream.</summary>
public sealed class SendFlow
{
    // As much as Prosody's proxy reads at a time; so much is never held back.
    private const int RelayRead = 4096;

    private readonly SendPlan _plan;
    private readonly Stream _bytestream;
    private readonly FlowState _state;
    private readonly IMaterializer _materializer;
    private readonly TimeProvider _time;

    private SendFlow(SendPlan plan, Stream bytestream, FlowState state, IMaterializer materializer, TimeProvider time) =>
        (_plan, _bytestream, _state, _materializer, _time) = (plan, bytestream, state, materializer, time);

    /// <summary>Starts sending. Takes over <paramref name="bytestream"/> and closes it, whatever happens.</summary>
    /// <param name="plan">What to send.</param>
    /// <param name="bytestream">Connected, and activated if it goes through a proxy.</param>
    /// <param name="progress">Called at most once a second.</param>
    /// <param name="materializer">Runs the graph.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public static RunningFlow Start(
        SendPlan plan, Stream bytestream, Action<FlowProgress> progress, IMaterializer materializer, TimeProvider time, ILogger log)
    {
        var state = new FlowState(plan.Offset, plan.Length, plan.MaxBytesPerSecond, progress, time);
        var flow = new SendFlow(plan, bytestream, state, materializer, time);
        return new RunningFlow(state, Task.Run(() => flow.RunAsync(log)));
    }

    private async Task<FlowEnd> RunAsync(ILogger log)
    {
        var end = new FlowEnd(_plan.Offset, null, null, null, null, PeerClosed: false);
        var peer = new PeerWatch(_bytestream, _state);
        try
        {
            using var file = OpenSource();
            await using var hash = _plan.Hash ? new RunningHash(file, md5: false) : null;
            await MoveAsync(file, hash, peer);
            if (hash is not null)
            {
                end = end with { Sha256 = (await hash.FinishAsync(_state.End, _state.Stopped)).Sha256 };
            }

            CheckSource();
            end = end with { PeerClosed = await peer.ClosedWithinAsync(_plan.Linger, _time) };
            _state.ThrowIfFailed();
        }
        catch (Exception e)
        {
            _state.Fail(FlowFault.Internal, e.Message, e);
        }

        await peer.DisposeAsync();
        await FlowEnding.CloseAsync(_bytestream, _state);
        return FlowEnding.Of(end with { Position = _state.Position }, _state, log);
    }

    // file, at its pace -> kill switch -> network
    private async Task MoveAsync(SafeFileHandle file, RunningHash? hash, PeerWatch peer)
    {
        var reader = new SourceReader(file, _plan, _state, hash);
        var writer = new BytestreamWriter(_bytestream, _state, peer, _plan.Relayed && _plan.Length > RelayRead, _time);
        var (killSwitch, sent) = Source
            .UnfoldResourceAsync(() => Task.FromResult(reader), r => r.ReadAsync(), r => r.CloseAsync())
            .ViaMaterialized(KillSwitches.Single<Chunk>(), Keep.Right)
            .ToMaterialized(Sink.ForEachAsync<Chunk>(1, writer.WriteAsync), Keep.Both)
            .Run(_materializer);

        await _state.WaitAsync(killSwitch, sent);
        await reader.CloseAsync();
        await writer.CloseAsync();
        _state.ThrowIfFailed();
    }

    private SafeFileHandle OpenSource()
    {
        CheckSource();
        if (_plan.Offset < 0 || _plan.Length < 0 || _state.End > _plan.Source.Size)
        {
            throw _state.Fail(FlowFault.Internal, $"Bytes {_plan.Offset} to {_state.End} are not within {_plan.Source}.");
        }

        try
        {
            return File.OpenHandle(_plan.Source.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw _state.Fail(FlowFault.SourceUnreadable, $"{_plan.Source.Path} cannot be read: {e.Message}", e);
        }
    }

    private void CheckSource()
    {
        if (_plan.Source.Check() is { } wrong)
        {
            var fault = wrong.Kind == SourceFileError.Unreadable ? FlowFault.SourceUnreadable : FlowFault.SourceChanged;
            throw _state.Fail(fault, wrong.Message, wrong);
        }
    }
}
