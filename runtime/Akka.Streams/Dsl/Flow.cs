using Akka.Streams.Implementation;

namespace Akka.Streams.Dsl;

/// <summary>A part of a stream with an open inlet and an open outlet.</summary>
public sealed class Flow<TIn, TOut, TMat> : IGraph<FlowShape<TIn, TOut>, TMat>
{
    internal Flow(Func<IAsyncEnumerable<TIn>, Run, (IAsyncEnumerable<TOut> Elements, TMat Mat)> build) => Build = build;

    internal Func<IAsyncEnumerable<TIn>, Run, (IAsyncEnumerable<TOut> Elements, TMat Mat)> Build { get; }

    public Flow<TIn, TOut2, TMat> Via<TOut2, TMat2>(IGraph<FlowShape<TOut, TOut2>, TMat2> flow) => ViaMaterialized(flow, Keep.Left);

    public Flow<TIn, TOut2, TMat3> ViaMaterialized<TOut2, TMat2, TMat3>(IGraph<FlowShape<TOut, TOut2>, TMat2> flow, Func<TMat, TMat2, TMat3> combine) =>
        new((upstream, run) =>
        {
            var first = Build(upstream, run);
            var second = ((Flow<TOut, TOut2, TMat2>)flow).Build(first.Elements, run);
            return (second.Elements, combine(first.Mat, second.Mat));
        });

    public Sink<TIn, TMat> To<TMat2>(IGraph<SinkShape<TOut>, TMat2> sink) => ToMaterialized(sink, Keep.Left);

    public Sink<TIn, TMat3> ToMaterialized<TMat2, TMat3>(IGraph<SinkShape<TOut>, TMat2> sink, Func<TMat, TMat2, TMat3> combine) => new((upstream, run) =>
    {
        var (elements, mat) = Build(upstream, run);
        return combine(mat, ((Sink<TOut, TMat2>)sink).Build(elements, run));
    });

    internal Flow<TIn, TOut2, TMat> Then<TOut2>(Func<IAsyncEnumerable<TOut>, Run, IAsyncEnumerable<TOut2>> stage) => new((upstream, run) =>
    {
        var (elements, mat) = Build(upstream, run);
        return (stage(elements, run), mat);
    });
}

public static class Flow
{
    public static Flow<T, T, NotUsed> Create<T>() => new((upstream, _) => (upstream, NotUsed.Instance));
}
