using Akka.Streams.Dsl;
using Akka.Streams.Implementation;

namespace Akka.Streams;

public static class KillSwitches
{
    /// <summary>A flow that passes elements on until its switch is thrown.</summary>
    public static IGraph<FlowShape<T, T>, UniqueKillSwitch> Single<T>() =>
        new Flow<T, T, UniqueKillSwitch>((upstream, run) => (upstream, new UniqueKillSwitch(run)));
}

/// <summary>Stops the one stream that it was materialized with, from any thread.</summary>
public sealed class UniqueKillSwitch
{
    private readonly Run _run;

    internal UniqueKillSwitch(Run run) => _run = run;

    /// <summary>Cancels what is upstream, fails what is downstream; consumers find <paramref name="cause"/> in an AggregateException.</summary>
    public void Abort(Exception cause) => _run.Fail(new AggregateException(cause));
}
