using System.Collections.Immutable;
using Akka.Streams.Implementation;

namespace Akka.Streams.Dsl;

/// <summary>A part of a stream with one open inlet; it pulls.</summary>
public sealed class Sink<TIn, TMat> : IGraph<SinkShape<TIn>, TMat>
{
    internal Sink(Func<IAsyncEnumerable<TIn>, Run, TMat> build) => Build = build;

    internal Func<IAsyncEnumerable<TIn>, Run, TMat> Build { get; }
}

/// <summary>Each task ends with the stream: with a result when it completes, with the failure when it fails.</summary>
public static class Sink
{
    public static Sink<T, Task<Done>> Ignore<T>() => ForEach<T>(_ => { });

    public static Sink<T, Task<Done>> ForEach<T>(Action<T> action) => Aggregate<T, Done>(Done.Instance, (done, element) =>
    {
        action(element);
        return done;
    });

    public static Sink<T, Task<Done>> ForEachAsync<T>(int parallelism, Func<T, Task> action) =>
        Flow.Create<T>().SelectAsync(parallelism, async element =>
        {
            await action(element);
            return Done.Instance;
        }).ToMaterialized(Ignore<Done>(), Keep.Right);

    public static Sink<TIn, Task<TOut>> Aggregate<TIn, TOut>(TOut zero, Func<TOut, TIn, TOut> aggregate) => new((elements, run) => run.Start(async cancel =>
    {
        var result = zero;
        await foreach (var element in elements.WithCancellation(cancel))
            result = aggregate(result, element);
        return result;
    }));

    public static Sink<TIn, Task<TOut>> AggregateAsync<TIn, TOut>(TOut zero, Func<TOut, TIn, Task<TOut>> aggregate) => new((elements, run) => run.Start(async cancel =>
    {
        var result = zero;
        await foreach (var element in elements.WithCancellation(cancel))
            result = await aggregate(result, element).WaitAsync(cancel);
        return result;
    }));

    public static Sink<T, Task<IImmutableList<T>>> Seq<T>() => new((elements, run) => run.Start<IImmutableList<T>>(async cancel =>
    {
        var all = ImmutableList.CreateBuilder<T>();
        await foreach (var element in elements.WithCancellation(cancel))
            all.Add(element);
        return all.ToImmutable();
    }));
}
