using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Util;

namespace Orchestrator.Tests.Runtime.Streams;

public class ResourceTests : StreamSpec
{
    [Fact]
    public async Task A_resource_is_read_to_its_end_and_closed()
    {
        var resource = new Resource(count: 3);
        (await resource.Source.RunWith(Sink.Seq<int>(), Materializer).WaitAsync(Patience)).ShouldBe([1, 2, 3]);
        await resource.Closed.Task.WaitAsync(Patience);
        resource.Closes.ShouldBe(1);
    }

    [Fact]
    public async Task A_failing_read_fails_the_stream_and_closes()
    {
        var resource = new Resource(count: 3, failAt: 2);
        (await CauseOf(resource.Source.RunWith(Sink.Ignore<int>(), Materializer))).ShouldBeOfType<IOException>();
        await resource.Closed.Task.WaitAsync(Patience);
        resource.Closes.ShouldBe(1);
    }

    [Fact]
    public async Task A_failing_sink_fails_its_task_with_an_aggregate_and_closes_the_source()
    {
        var resource = new Resource(count: 1000);
        var done = resource.Source.RunWith(Sink.ForEachAsync<int>(1, async n =>
        {
            await Task.Yield();
            if (n == 5)
                throw new InvalidDataException("no more");
        }), Materializer);
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
        (await CauseOf(source.RunWith(Sink.Ignore<int>(), Materializer))).ShouldBeOfType<FileNotFoundException>();
    }

    [Fact]
    public async Task Shutdown_completes_the_sink_and_closes_the_source()
    {
        var resource = new Resource(count: int.MaxValue);
        var third = new TaskCompletionSource();
        var (killSwitch, done) = resource.Source
            .ViaMaterialized(KillSwitches.Single<int>(), Keep.Right)
            .SelectAsync(1, async n =>
            {
                await Task.Yield();
                if (n == 3)
                    third.SetResult();
                return n;
            })
            .ToMaterialized(Sink.Ignore<int>(), Keep.Both)
            .Run(Materializer);
        await third.Task.WaitAsync(Patience);
        killSwitch.Shutdown();
        (await done.WaitAsync(Patience)).ShouldBe(Done.Instance);
        await resource.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Abort_fails_the_sink_at_once_though_a_read_and_a_write_are_stuck()
    {
        var resource = new Resource(count: 1, stuckAt: 2);
        var never = new TaskCompletionSource<int>();
        var stuck = new TaskCompletionSource();
        var (killSwitch, done) = resource.Source
            .ViaMaterialized(KillSwitches.Single<int>(), Keep.Right)
            .SelectAsync(2, _ =>
            {
                stuck.SetResult();
                return never.Task;
            })
            .ToMaterialized(Sink.Ignore<int>(), Keep.Both)
            .Run(Materializer);
        await stuck.Task.WaitAsync(Patience);
        killSwitch.Abort(new TimeoutException("stalled"));
        var failure = await Should.ThrowAsync<AggregateException>(() => done.WaitAsync(Patience));
        failure.InnerException.ShouldBeOfType<TimeoutException>().Message.ShouldBe("stalled");
        await resource.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Abort_reaches_through_a_throttle()
    {
        var (killSwitch, done) = Source.From(Enumerable.Repeat(1, 1000))
            .ViaMaterialized(KillSwitches.Single<int>(), Keep.Right)
            .Throttle(1, TimeSpan.FromMinutes(1), 1, n => n, ThrottleMode.Shaping)
            .ToMaterialized(Sink.Ignore<int>(), Keep.Both)
            .Run(Materializer);
        killSwitch.Abort(new TimeoutException());
        (await CauseOf(done)).ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public async Task A_failure_behind_a_buffer_closes_the_source_before_it()
    {
        var resource = new Resource(count: 1000);
        var done = resource.Source.Buffer(4, OverflowStrategy.Backpressure)
            .Select(n => n < 10 ? n : throw new InvalidDataException())
            .RunWith(Sink.Ignore<int>(), Materializer);
        (await CauseOf(done)).ShouldBeOfType<InvalidDataException>();
        await resource.Closed.Task.WaitAsync(Patience);
    }

    /// <summary>Counts from one; can fail or hang at a read.</summary>
    private sealed class Resource(int count, int failAt = 0, int stuckAt = 0)
    {
        private readonly TaskCompletionSource<Option<int>> _stuck = new();

        public int Reads { get; private set; }

        public int Closes { get; private set; }

        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Source<int, NotUsed> Source => Akka.Streams.Dsl.Source.UnfoldResourceAsync(() => Task.FromResult(this), r => r.Read(), r => r.Close());

        private async Task<Option<int>> Read()
        {
            await Task.Yield();
            Reads++;
            if (Reads == failAt)
                throw new IOException("unreadable");
            if (Reads == stuckAt)
                return await _stuck.Task;
            return Reads <= count ? new Option<int>(Reads) : Option<int>.None;
        }

        private Task<Done> Close()
        {
            Closes++;
            Closed.TrySetResult();
            return Task.FromResult(Done.Instance);
        }
    }
}
