using System.Threading.Channels;
using Akka.Streams.Implementation;
using Akka.Util;

namespace Akka.Streams.Dsl;

/// <summary>A part of a stream with one open outlet.</summary>
public sealed class Source<TOut, TMat> : IGraph<SourceShape<TOut>, TMat>
{
    internal Source(Func<Run, (IAsyncEnumerable<TOut> Elements, TMat Mat)> build) => Build = build;

    internal Func<Run, (IAsyncEnumerable<TOut> Elements, TMat Mat)> Build { get; }

    public Source<TOut2, TMat> Via<TOut2, TMat2>(IGraph<FlowShape<TOut, TOut2>, TMat2> flow) => ViaMaterialized(flow, Keep.Left);

    public Source<TOut2, TMat3> ViaMaterialized<TOut2, TMat2, TMat3>(IGraph<FlowShape<TOut, TOut2>, TMat2> flow, Func<TMat, TMat2, TMat3> combine) => new(run =>
    {
        var upstream = Build(run);
        var downstream = ((Flow<TOut, TOut2, TMat2>)flow).Build(upstream.Elements, run);
        return (downstream.Elements, combine(upstream.Mat, downstream.Mat));
    });

    public IRunnableGraph<TMat> To<TMat2>(IGraph<SinkShape<TOut>, TMat2> sink) => ToMaterialized(sink, Keep.Left);

    public IRunnableGraph<TMat3> ToMaterialized<TMat2, TMat3>(IGraph<SinkShape<TOut>, TMat2> sink, Func<TMat, TMat2, TMat3> combine) =>
        new RunnableGraph<TMat3>(run =>
        {
            var (elements, mat) = Build(run);
            return combine(mat, ((Sink<TOut, TMat2>)sink).Build(elements, run));
        });

    public TMat2 RunWith<TMat2>(IGraph<SinkShape<TOut>, TMat2> sink, IMaterializer materializer) =>
        ToMaterialized(sink, Keep.Right).Run(materializer);

    internal Source<TOut2, TMat> Then<TOut2>(Func<IAsyncEnumerable<TOut>, Run, IAsyncEnumerable<TOut2>> stage) => new(run =>
    {
        var (elements, mat) = Build(run);
        return (stage(elements, run), mat);
    });
}

public static class Source
{
    public static Source<T, NotUsed> From<T>(IEnumerable<T> elements) => Create(_ => Sources.From(elements));

    public static Source<T, NotUsed> Single<T>(T element) => From([element]);

    public static Source<T, NotUsed> Empty<T>() => From<T>([]);

    /// <summary>
    /// Reads from a resource until <paramref name="read"/> gives none. <paramref name="close"/> runs once the stream has
    /// completed, failed or been cancelled; then it may run beside a read that is still pending.
    /// </summary>
    public static Source<T, NotUsed> UnfoldResourceAsync<T, TSource>(
        Func<Task<TSource>> create, Func<TSource, Task<Option<T>>> read, Func<TSource, Task<Done>> close) =>
        Create(run => Sources.UnfoldResource(create, read, close, run));

    internal static Source<T, NotUsed> Create<T>(Func<Run, IAsyncEnumerable<T>> build) => new(run => (build(run), NotUsed.Instance));
}

public static class ChannelSource
{
    /// <summary>The elements of a channel, until its writer completes it.</summary>
    public static Source<T, NotUsed> FromReader<T>(ChannelReader<T> reader) => Source.Create(_ => reader.ReadAllAsync());
}
