using Akka;
using Akka.Streams.Dsl;
using Akka.Util;

namespace Orchestrator.Tests.Runtime.Streams;

/// <summary>A source of the numbers from one; it can fail or hang at a read.</summary>
internal sealed class Resource(int count, int failAt = 0, int stuckAt = 0)
{
    private readonly TaskCompletionSource<Option<int>> _stuck = new();
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public int Closes { get; private set; }

    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Source<int, NotUsed> Source => Akka.Streams.Dsl.Source.UnfoldResourceAsync(() => Task.FromResult(this), r => r.Read(), r => r.Close());

    private async Task<Option<int>> Read()
    {
        await Task.Yield();
        var read = Interlocked.Increment(ref _reads);
        if (read == failAt)
            throw new IOException("unreadable");
        if (read == stuckAt)
            return await _stuck.Task;
        return read <= count ? read : Option<int>.None;
    }

    private Task<Done> Close()
    {
        Closes++;
        Closed.TrySetResult();
        return Task.FromResult(Done.Instance);
    }
}
