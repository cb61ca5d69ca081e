using System.Diagnostics;
using System.Threading.Channels;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace Orchestrator.Tests.Runtime.Streams;

public class OperatorTests : StreamSpec
{
    [Fact]
    public async Task Elements_pass_in_order_through_select_where_and_a_flow()
    {
        var odd = Flow.Create<int>().Where(n => n % 2 == 1).Select(n => $"#{n}");
        var seen = await Source.From(Enumerable.Range(1, 6)).Select(n => n + 1).Via(odd).RunWith(Sink.Seq<string>(), Materializer);
        seen.ShouldBe(["#3", "#5", "#7"]);
    }

    [Fact]
    public async Task A_blueprint_runs_as_often_as_it_is_materialized()
    {
        var graph = Source.Single(2).ToMaterialized(Sink.Aggregate<int, int>(1, (sum, n) => sum + n), Keep.Right);
        (await graph.Run(Materializer)).ShouldBe(3);
        (await graph.Run(Materializer)).ShouldBe(3);
        (await Source.Empty<int>().RunWith(Sink.Seq<int>(), Materializer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keep_chooses_the_materialized_value()
    {
        var source = Source.From([1, 2]).ViaMaterialized(KillSwitches.Single<int>(), Keep.Right);
        source.To(Sink.Ignore<int>()).Run(Materializer).ShouldBeOfType<UniqueKillSwitch>();
        source.ToMaterialized(Sink.Ignore<int>(), Keep.None).Run(Materializer).ShouldBe(NotUsed.Instance);
        var (killSwitch, done) = source.ToMaterialized(Sink.Ignore<int>(), Keep.Both).Run(Materializer);
        killSwitch.ShouldNotBeNull();
        (await done).ShouldBe(Done.Instance);
    }

    [Fact]
    public async Task SelectAsync_runs_that_many_tasks_at_once_and_keeps_the_order()
    {
        var (running, most) = (0, 0);
        var gates = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var allRun = new TaskCompletionSource();
        var result = Source.From(Enumerable.Range(0, 4)).SelectAsync(4, async n =>
        {
            if (Interlocked.Increment(ref running) == 4)
                allRun.SetResult();
            most = Math.Max(most, running);
            await gates[n].Task;
            Interlocked.Decrement(ref running);
            return n;
        }).RunWith(Sink.Seq<int>(), Materializer);

        await allRun.Task.WaitAsync(Patience);
        foreach (var gate in gates.Reverse())
            gate.SetResult();
        (await result.WaitAsync(Patience)).ShouldBe([0, 1, 2, 3]);
        most.ShouldBe(4);
    }

    [Fact]
    public async Task A_slow_sink_bounds_how_far_the_source_reads()
    {
        var read = 0;
        var release = new SemaphoreSlim(0);
        var result = Source.From(Enumerable.Range(0, 1000).Select(_ => Interlocked.Increment(ref read)))
            .Buffer(16, OverflowStrategy.Backpressure)
            .RunWith(Sink.ForEachAsync<int>(1, _ => release.WaitAsync()), Materializer);

        await Until(() => Volatile.Read(ref read) >= 16);
        release.Release(10);
        await Until(() => Volatile.Read(ref read) >= 26);
        Volatile.Read(ref read).ShouldBeLessThan(26 + 6);
        release.Release(2000);
        await result.WaitAsync(Patience);
        read.ShouldBe(1000);
    }

    [Fact]
    public async Task ForEachAsync_with_parallelism_one_never_overlaps()
    {
        var inside = 0;
        var seen = new List<int>();
        await Source.From(Enumerable.Range(0, 200)).RunWith(Sink.ForEachAsync<int>(1, async n =>
        {
            Interlocked.Increment(ref inside).ShouldBe(1);
            await Task.Yield();
            seen.Add(n);
            Interlocked.Decrement(ref inside);
        }), Materializer).WaitAsync(Patience);
        seen.ShouldBe(Enumerable.Range(0, 200));
    }

    [Fact]
    public async Task Throttle_lets_a_burst_pass_and_spreads_the_rest_by_cost()
    {
        // 100 units a second, 10 at once: five elements of 10 units take four tenths of a second.
        var clock = Stopwatch.StartNew();
        var times = await Source.From(Enumerable.Repeat(10, 5))
            .Throttle(100, TimeSpan.FromSeconds(1), 10, cost => cost, ThrottleMode.Shaping)
            .Select(_ => clock.ElapsedMilliseconds)
            .RunWith(Sink.Seq<long>(), Materializer);
        times[4].ShouldBeInRange(380, 3000);
        times[2].ShouldBeGreaterThan(180);
    }

    [Fact]
    public void Throttle_refuses_more_than_one_unit_per_tick() =>
        Should.Throw<ArgumentException>(() => Source.Empty<int>().Throttle(20_000_000, TimeSpan.FromSeconds(1), 1, _ => 1, ThrottleMode.Shaping));

    [Fact]
    public async Task A_channel_is_a_source_until_it_completes()
    {
        var channel = Channel.CreateBounded<int>(2);
        var sum = ChannelSource.FromReader(channel.Reader).RunWith(Sink.AggregateAsync<int, int>(0, (a, n) => Task.FromResult(a + n)), Materializer);
        for (var n = 1; n <= 10; n++)
            await channel.Writer.WriteAsync(n);
        channel.Writer.Complete();
        (await sum.WaitAsync(Patience)).ShouldBe(55);
    }

    [Fact]
    public async Task Streams_end_with_their_materializer()
    {
        var done = ChannelSource.FromReader(Channel.CreateBounded<int>(1).Reader).RunWith(Sink.Ignore<int>(), Materializer);
        Materializer.Dispose();
        (await CauseOf(done)).ShouldNotBeOfType<TimeoutException>();
    }

    private static async Task Until(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition() && clock.Elapsed < Patience)
            await Task.Delay(5);
        condition().ShouldBeTrue();
    }
}
