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
