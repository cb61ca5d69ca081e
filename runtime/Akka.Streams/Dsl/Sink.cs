using Akka.Streams.Implementation;

namespace Akka.Streams.Dsl;

/// <summary>A part of a stream with one open inlet; it pulls.</summary>
public sealed class Sink<TIn, TMat> : IGraph<SinkShape<TIn>, TMat>
{
    internal Sink(Func<IAsyncEnumerable<TIn>, Run, TMat> build) => Build = build;

    internal Func<IAsyncEnumerable<TIn>, Run, TMat> Build { get; }
}

public static class Sink
{
    /// <summary>
    /// Runs the action on each element, one at a time. The materialized task ends with the stream; the action's failure
    /// arrives in an AggregateException.
    /// </summary>
    /// <param name="parallelism">1: more at a time is not supported.</param>
    /// <param name="action">What to do with an element.</param>
    public static Sink<T, Task<Done>> ForEachAsync<T>(int parallelism, Func<T, Task> action)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parallelism, 1);
        return new((elements, run) => run.Start(async cancel =>
        {
            await foreach (var element in elements.WithCancellation(cancel))
            {
                var acting = Act(element);
                await acting.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancel.ThrowIfCancellationRequested();
                if (!acting.IsCompletedSuccessfully)
                    throw acting.Exception ?? new AggregateException(new TaskCanceledException(acting));
            }
            return Done.Instance;
        }));

        async Task Act(T element) => await action(element);
    }
}
