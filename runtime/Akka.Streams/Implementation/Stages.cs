using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Akka.Streams.Implementation;

/// <summary>The operators: each pulls from upstream only when it is pulled itself. A stage awaits nothing longer than its token lets it.</summary>
internal static class Stages
{
    public static async IAsyncEnumerable<TOut> Select<TIn, TOut>(
        IAsyncEnumerable<TIn> upstream, Func<TIn, TOut> map, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var element in upstream.WithCancellation(cancel))
            yield return map(element);
    }

    public static async IAsyncEnumerable<T> Where<T>(
        IAsyncEnumerable<T> upstream, Predicate<T> predicate, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var element in upstream.WithCancellation(cancel))
            if (predicate(element))
                yield return element;
    }

    /// <summary>At most <paramref name="parallelism"/> tasks at a time; results in the order of the elements.</summary>
    public static async IAsyncEnumerable<TOut> SelectAsync<TIn, TOut>(
        IAsyncEnumerable<TIn> upstream, int parallelism, Func<TIn, Task<TOut>> map, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var elements = new Prefetch<TIn>(upstream, cancel);
        var running = new Queue<Task<TOut>>();
        var ended = false;
        while (true)
        {
            while (!ended && running.Count < parallelism)
            {
                var pull = elements.Next();
                if (running.Count > 0 && await Task.WhenAny(pull, running.Peek()).WaitAsync(cancel) != pull)
                    break;
                if (await pull)
                    running.Enqueue(map(elements.Take()));
                else
                    ended = true;
            }
            if (running.Count == 0)
                yield break;
            var result = running.Dequeue();
            await ((Task)result).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            yield return result.IsCompletedSuccessfully ? result.Result : throw Failed(result, cancel);
        }
    }

    /// <summary>Reads up to <paramref name="size"/> elements ahead; a failure overtakes the elements that wait.</summary>
    public static async IAsyncEnumerable<T> Buffer<T>(
        IAsyncEnumerable<T> upstream, int size, Run run, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var buffer = Channel.CreateBounded<T>(new BoundedChannelOptions(size) { SingleReader = true, SingleWriter = true });
        var filling = Task.Run(Fill, CancellationToken.None);
        try
        {
            await foreach (var element in buffer.Reader.ReadAllAsync(cancel))
                yield return element;
        }
        finally
        {
            await stop.CancelAsync();
            await filling;
        }

        async Task Fill()
        {
            try
            {
                await foreach (var element in upstream.WithCancellation(stop.Token))
                    await buffer.Writer.WriteAsync(element, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                run.Fail(e);
            }
            finally
            {
                buffer.Writer.TryComplete();
            }
        }
    }

    /// <summary>A bucket of <paramref name="maximumBurst"/> tokens, full at the start, which <paramref name="cost"/> tokens enter every <paramref name="per"/>.</summary>
    public static async IAsyncEnumerable<T> Throttle<T>(
        IAsyncEnumerable<T> upstream, int cost, TimeSpan per, int maximumBurst, Func<T, int> costOf, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var time = TimeProvider.System;
        var ticksPerToken = per.Ticks / (double)cost;
        double tokens = maximumBurst;
        var (start, filledAt) = (time.GetTimestamp(), 0d);
        await foreach (var element in upstream.WithCancellation(cancel))
        {
            double now = time.GetElapsedTime(start).Ticks;
            tokens = Math.Min(maximumBurst, tokens + ((now - filledAt) / ticksPerToken)) - costOf(element);
            filledAt = now;
            if (tokens < 0)
            {
                filledAt += -tokens * ticksPerToken;
                tokens = 0;
                await Task.Delay(TimeSpan.FromTicks((long)(filledAt - now)), time, cancel);
            }
            yield return element;
        }
    }

    /// <summary>What Akka.NET's consumers see of a failed task: its AggregateException.</summary>
    internal static Exception Failed(Task task, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return task.Exception ?? new AggregateException(new TaskCanceledException(task));
    }
}
