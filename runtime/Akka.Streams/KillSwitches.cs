using Akka.Streams.Dsl;
using Akka.Streams.Implementation;

namespace Akka.Streams;

public static class KillSwitches
{
    /// <summary>A flow that passes elements on until its switch is thrown.</summary>
    public static IGraph<FlowShape<T, T>, UniqueKillSwitch> Single<T>() => new Flow<T, T, UniqueKillSwitch>((upstream, run) =>
    {
        var killSwitch = new UniqueKillSwitch(run);
        return (KillSwitchStage.UntilShutdown(upstream, killSwitch.WasShutDown), killSwitch);
    });
}

/// <summary>Stops the one stream that it was materialized with, from any thread.</summary>
public sealed class UniqueKillSwitch
{
    private readonly CancellationTokenSource _shutdown = new();
    private readonly Run _run;

    internal UniqueKillSwitch(Run run) => _run = run;

    internal CancellationToken WasShutDown => _shutdown.Token;

    /// <summary>Cancels what is upstream, completes what is downstream.</summary>
    public void Shutdown() => _shutdown.Cancel();

    /// <summary>Cancels what is upstream, fails what is downstream; consumers find <paramref name="cause"/> in an AggregateException.</summary>
    public void Abort(Exception cause)
    {
        if (!_shutdown.IsCancellationRequested)
            _run.Fail(new AggregateException(cause));
    }
}
