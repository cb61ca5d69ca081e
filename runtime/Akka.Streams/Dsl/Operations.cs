using Akka.Streams.Implementation;

namespace Akka.Streams.Dsl;

/// <summary>The operators of a <see cref="Source{TOut,TMat}"/>.</summary>
public static class SourceOperations
{
    public static Source<TOut, TMat> Select<TIn, TOut, TMat>(this Source<TIn, TMat> source, Func<TIn, TOut> map) =>
        source.Then((upstream, _) => Stages.Select(upstream, map));

    /// <summary>At most <paramref name="parallelism"/> tasks at a time; the elements keep their order. A task's failure arrives in an AggregateException.</summary>
    public static Source<TOut, TMat> SelectAsync<TIn, TOut, TMat>(this Source<TIn, TMat> source, int parallelism, Func<TIn, Task<TOut>> map) =>
        source.Then((upstream, _) => Stages.SelectAsync(upstream, parallelism, map));

    public static Source<T, TMat> Where<T, TMat>(this Source<T, TMat> source, Predicate<T> predicate) =>
        source.Then((upstream, _) => Stages.Where(upstream, predicate));

    /// <summary>Lets upstream run ahead by <paramref name="size"/> elements.</summary>
    public static Source<T, TMat> Buffer<T, TMat>(this Source<T, TMat> source, int size, OverflowStrategy strategy)
    {
        Checked.Buffer(size, strategy);
        return source.Then((upstream, run) => Stages.Buffer(upstream, size, run));
    }

    /// <summary><paramref name="cost"/> units every <paramref name="per"/>, at most one unit per tick; <paramref name="maximumBurst"/> units may pass at once.</summary>
    public static Source<T, TMat> Throttle<T, TMat>(
        this Source<T, TMat> source, int cost, TimeSpan per, int maximumBurst, Func<T, int> calculateCost, ThrottleMode mode)
    {
        Checked.Rate(cost, per, mode);
        return source.Then((upstream, _) => Stages.Throttle(upstream, cost, per, maximumBurst, calculateCost));
    }
}

/// <summary>The operators of a <see cref="Flow{TIn,TOut,TMat}"/>; they do what their namesakes of a source do.</summary>
public static class FlowOperations
{
    public static Flow<TIn, TOut2, TMat> Select<TIn, TOut, TOut2, TMat>(this Flow<TIn, TOut, TMat> flow, Func<TOut, TOut2> map) =>
        flow.Then((upstream, _) => Stages.Select(upstream, map));

    public static Flow<TIn, TOut2, TMat> SelectAsync<TIn, TOut, TOut2, TMat>(this Flow<TIn, TOut, TMat> flow, int parallelism, Func<TOut, Task<TOut2>> map) =>
        flow.Then((upstream, _) => Stages.SelectAsync(upstream, parallelism, map));

    public static Flow<TIn, TOut, TMat> Where<TIn, TOut, TMat>(this Flow<TIn, TOut, TMat> flow, Predicate<TOut> predicate) =>
        flow.Then((upstream, _) => Stages.Where(upstream, predicate));

    public static Flow<TIn, TOut, TMat> Buffer<TIn, TOut, TMat>(this Flow<TIn, TOut, TMat> flow, int size, OverflowStrategy strategy)
    {
        Checked.Buffer(size, strategy);
        return flow.Then((upstream, run) => Stages.Buffer(upstream, size, run));
    }

    public static Flow<TIn, TOut, TMat> Throttle<TIn, TOut, TMat>(
        this Flow<TIn, TOut, TMat> flow, int cost, TimeSpan per, int maximumBurst, Func<TOut, int> calculateCost, ThrottleMode mode)
    {
        Checked.Rate(cost, per, mode);
        return flow.Then((upstream, _) => Stages.Throttle(upstream, cost, per, maximumBurst, calculateCost));
    }
}

internal static class Checked
{
    public static void Buffer(int size, OverflowStrategy strategy)
    {
        if (size <= 0 || strategy != OverflowStrategy.Backpressure)
            throw new ArgumentException("A buffer holds at least one element, and only backpressure is supported.", nameof(size));
    }

    public static void Rate(int cost, TimeSpan per, ThrottleMode mode)
    {
        if (cost <= 0 || per <= TimeSpan.Zero || mode != ThrottleMode.Shaping)
            throw new ArgumentException("Cost and interval are positive, and only shaping is supported.", nameof(cost));
        if (per.Ticks < cost)
            throw new ArgumentException("Rates above one unit per tick (100 ns) are not supported.", nameof(cost));
    }
}
