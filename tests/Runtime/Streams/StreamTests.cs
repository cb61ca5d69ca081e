using System.Diagnostics;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace Orchestrator.Tests.Runtime.Streams;

public class StreamTests : StreamSpec
{
    [Fact]
    public async Task A_resource_is_read_to_its_end_in_order_and_closed()
    {
        var resource = new Resource(count: 3);
        (await All(resource.Source)).ShouldBe([1, 2, 3]);
        await resource.Closed.Task.WaitAsync(Patience);
        resource.Closes.ShouldBe(1);
    }

    [Fact]
    public async Task A_blueprint_runs_as_often_as_it_is_materialized()
    {
        var source = Source.UnfoldResourceAsync(() => Task.FromResult(new Queue<int>([1, 2])), Next, _ => Task.FromResult(Akka.Done.Instance));
        (await All(source)).ShouldBe([1, 2]);
        (await All(source)).ShouldBe([1, 2]);

        static Task<Akka.Util.Option<int>> Next(Queue<int> queue) => Task.FromResult(queue.TryDequeue(out var n) ? n : Akka.Util.Option<int>.None);
    }

    [Fact]
    public async Task A_slow_sink_bounds_how_far_the_source_reads()
    {
        var resource = new Resource(count: 1000);
        var release = new SemaphoreSlim(0);
        var begun = new SemaphoreSlim(0);
        var (_, done) = Run(resource.Source, _ =>
        {
            begun.Release();
            return release.WaitAsync();
        });

        for (var n = 1; n <= 10; n++)
        {
            (await begun.WaitAsync(Patience)).ShouldBeTrue();
            resource.Reads.ShouldBeInRange(n, n + 2);
            release.Release();
        }
        release.Release(2000);
        await done.WaitAsync(Patience);
        resource.Reads.ShouldBe(1001);
    }

    [Fact]
    public async Task One_action_of_a_sink_never_overlaps_the_next()
    {
        var inside = 0;
        var (_, done) = Run(new Resource(count: 200).Source, async n =>
        {
            Interlocked.Increment(ref inside).ShouldBe(1);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });
        await done.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_failing_read_fails_the_stream_and_closes()
    {
        var resource = new Resource(count: 3, failAt: 2);
        (await CauseOf(All(resource.Source))).ShouldBeOfType<IOException>();
        await resource.Closed.Task.WaitAsync(Patience);
        resource.Closes.ShouldBe(1);
    }

    [Fact]
    public async Task A_failing_sink_fails_its_task_with_an_aggregate_and_closes_the_source()
    {
        var resource = new Resource(count: 1000);
        var (_, done) = Run(resource.Source, async n =>
        {
            await Task.Yield();
            if (n == 5)
                throw new InvalidDataException("no more");
        });
        var failure = await Should.ThrowAsync<AggregateException>(() => done.WaitAsync(Patience));
        failure.GetBaseException().ShouldBeOfType<InvalidDataException>();
        await resource.Closed.Task.WaitAsync(Patience);
        resource.Reads.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_resource_that_cannot_be_created_fails_the_stream()
    {
        var source = Source.UnfoldResourceAsync<int, string>(
            () => Task.FromException<string>(new FileNotFoundException()), _ => throw new InvalidOperationException(), _ => throw new InvalidOperationException());
        (await CauseOf(All(source))).ShouldBeOfType<FileNotFoundException>();
    }

    [Fact]
    public async Task Abort_fails_the_sink_at_once_though_a_read_is_stuck()
    {
        var resource = new Resource(count: 2, stuckAt: 2);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (killSwitch, done) = Run(resource.Source, _ =>
        {
            taken.SetResult();
            return Task.CompletedTask;
        });
        await taken.Task.WaitAsync(Patience);
        await ShouldAbort(killSwitch, done);
        await resource.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Abort_fails_the_sink_at_once_though_a_write_is_stuck()
    {
        var resource = new Resource(count: 2);
        var stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        var (killSwitch, done) = Run(resource.Source, _ =>
        {
            stuck.TrySetResult();
            return never.Task;
        });
        await stuck.Task.WaitAsync(Patience);
        await ShouldAbort(killSwitch, done);
        await resource.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Streams_end_with_their_materializer()
    {
        var (_, done) = Run(new Resource(count: 1, stuckAt: 1).Source, _ => Task.CompletedTask);
        await System.Terminate();
        (await CauseOf(done)).ShouldNotBeOfType<TimeoutException>();
    }

    private static async Task ShouldAbort(UniqueKillSwitch killSwitch, Task done)
    {
        killSwitch.Abort(new TimeoutException("stalled"));
        var failure = await Should.ThrowAsync<AggregateException>(() => done.WaitAsync(Patience));
        failure.InnerException.ShouldBeOfType<TimeoutException>().Message.ShouldBe("stalled");
    }
}
