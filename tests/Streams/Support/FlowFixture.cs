using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Flows;

namespace Orchestrator.Tests.Streams.Support;

/// <summary>Runs flows on a real actor system.</summary>
public sealed class FlowFixture : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("streams");
    private readonly IMaterializer _materializer;

    public FlowFixture() => _materializer = _system.Materializer();

    public static SendPlan SendPlan(string path, long offset = 0, bool hash = true, long? length = null)
    {
        var source = SourceFile.Inspect(path);
        return new SendPlan(source, offset, length ?? (source.Size - offset), hash, Linger: Loopback.Patience);
    }

    public static ReceivePlan ReceivePlan(string partial, long length, long offset = 0, bool awaitClose = false, bool md5 = false) =>
        new(partial, offset, length, md5, awaitClose, CheckpointBytes: 1 << 20, CheckpointInterval: TimeSpan.FromSeconds(1));

    public RunningFlow Send(SendPlan plan, Stream stream, Action<FlowProgress>? progress = null) =>
        SendFlow.Start(plan, stream, progress ?? (_ => { }), _materializer, TimeProvider.System, NullLogger.Instance);

    public RunningFlow Receive(
        ReceivePlan plan, Stream stream, Action<FlowCheckpoint>? checkpoint = null, Action<FlowProgress>? progress = null) =>
        ReceiveFlow.Start(
            plan, stream, progress ?? (_ => { }), checkpoint ?? (_ => { }), _materializer, TimeProvider.System, NullLogger.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();
}
