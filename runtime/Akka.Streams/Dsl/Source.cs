using Akka.Streams.Implementation;
using Akka.Util;

namespace Akka.Streams.Dsl;

/// <summary>A part of a stream with one open outlet.</summary>
public sealed class Source<TOut, TMat> : IGraph<SourceShape<TOut>, TMat>
{
    internal Source(Func<Run, (IAsyncEnumerable<TOut> Elements, TMat Mat)> build) => Build = build;

    internal Func<Run, (IAsyncEnumerable<TOut> Elements, TMat Mat)> Build { get; }

    public Source<TOut2, TMat3> ViaMaterialized<TOut2, TMat2, TMat3>(IGraph<FlowShape<TOut, TOut2>, TMat2> flow, Func<TMat, TMat2, TMat3> combine) => new(run =>
    {
        var upstream = Build(run);
        var downstream = ((Flow<TOut, TOut2, TMat2>)flow).Build(upstream.Elements, run);
        return (downstream.Elements, combine(upstream.Mat, downstream.Mat));
    });

    public IRunnableGraph<TMat3> ToMaterialized<TMat2, TMat3>(IGraph<SinkShape<TOut>, TMat2> sink, Func<TMat, TMat2, TMat3> combine) =>
        new RunnableGraph<TMat3>(run =>
        {
            var (elements, mat) = Build(run);
            return combine(mat, ((Sink<TOut, TMat2>)sink).Build(elements, run));
        });
}

public static class Source
{
    /// <summary>
    /// Reads from a resource until <paramref name="read"/> gives none. <paramref name="close"/> runs once the stream has
    /// completed, failed or been cancelled; then it may run beside a read that is still pending.
    /// </summary>
    public static Source<T, NotUsed> UnfoldResourceAsync<T, TSource>(
        Func<Task<TSource>> create, Func<TSource, Task<Option<T>>> read, Func<TSource, Task<Done>> close) =>
        new(run => (Stages.UnfoldResource(create, read, close, run), NotUsed.Instance));
}

public static class SourceOperations
{
    /// <summary><paramref name="cost"/> units every <paramref name="per"/>, at most one unit per tick; <paramref name="maximumBurst"/> units may pass at once.</summary>
    public static Source<T, TMat> Throttle<T, TMat>(
        this Source<T, TMat> source, int cost, TimeSpan per, int maximumBurst, Func<T, int> calculateCost, ThrottleMode mode)
    {
        if (cost <= 0 || per <= TimeSpan.Zero || mode != ThrottleMode.Shaping)
            throw new ArgumentException("Cost and interval are positive, and only shaping is supported.", nameof(cost));
        if (per.Ticks < cost)
            throw new ArgumentException("Rates above one unit per tick (100 ns) are not supported.", nameof(cost));
        return new(run =>
        {
            var (elements, mat) = source.Build(run);
            return (Stages.Throttle(elements, cost, per, maximumBurst, calculateCost), mat);
        });
    }
}
