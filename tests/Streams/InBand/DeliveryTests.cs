using System.Collections.Concurrent;
using Orchestrator.Streams.InBand;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.InBand;

/// <summary>Bytes from end to end, whatever happens to blocks on the way.</summary>
public sealed class DeliveryTests
{
    [Theory, Trait("Conformance", "28")]
    [InlineData(1, 50)]
    [InlineData(7, 3000)]
    [InlineData(1000, 10_000)]
    [InlineData(65535, 300_000)]
    public async Task Bytes_arrive_in_order_in_both_directions(int blockSize, int largestWrite)
    {
        var pair = new Joined(blockSize);
        var forth = TempFolder.Bytes(Math.Min(3_000_000, 20_000 * blockSize), seed: 1);
        var back = TempFolder.Bytes(forth.Length / 2, seed: 2);
        var writing = Task.WhenAll(
            Joined.WriteAsync(pair.A, forth, blockSize, largestWrite), Joined.WriteAsync(pair.B, back, blockSize, largestWrite));
        var reading = Task.WhenAll(Joined.ReadAsync(pair.B, forth.Length, 3), Joined.ReadAsync(pair.A, back.Length, 4));

        var read = await reading;
        await writing;
        read[0].ShouldHoldBytes(forth);
        read[1].ShouldHoldBytes(back);
    }

    [Fact, Trait("Conformance", "28")]
    public async Task More_than_65_536_blocks_go_both_ways_each_counted_on_its_own()
    {
        const int Blocks = 65_600;
        var pair = new Joined(blockSize: 1);
        var forth = TempFolder.Bytes(Blocks, seed: 1);
        var back = TempFolder.Bytes(Blocks + 37, seed: 2);
        var writing = Task.WhenAll(Joined.WriteAsync(pair.A, forth, 1, 5000), Joined.WriteAsync(pair.B, back, 2, 5000));

        (await Joined.ReadAsync(pair.B, forth.Length)).ShouldHoldBytes(forth);
        (await Joined.ReadAsync(pair.A, back.Length)).ShouldHoldBytes(back);
        await writing;
        pair.AToB.Sent.ShouldBe(Enumerable.Range(0, Blocks).Select(i => (ushort)i));
        pair.BToA.Sent.Last().ShouldBe((ushort)((Blocks + 36) % 65536));
    }

    [Fact]
    public async Task No_more_blocks_travel_than_the_window_allows()
    {
        foreach (var (window, most) in new[] { (InBandWindow.One, 1), (InBandWindow.Adaptive(5), 5), (InBandWindow.Adaptive(1), 1) })
        {
            var pair = new Joined(blockSize: 100, window);
            pair.AToB.Delay = async () => await Task.Yield();
            var content = TempFolder.Bytes(100_000);
            var writing = Joined.WriteAsync(pair.A, content, 1, 5000);

            (await Joined.ReadAsync(pair.B, content.Length)).ShouldHoldBytes(content);
            await writing;
            pair.AToB.MostTravelling.ShouldBe(most);
        }
    }

    [Fact]
    public async Task A_peer_that_does_not_read_holds_the_writer_up_and_its_memory_is_bounded()
    {
        var pair = new Joined(blockSize: 32 * 1024);
        var content = TempFolder.Bytes(6 << 20);
        var writing = pair.A.WriteAsync(content).AsTask();
        await Eventually.BecomesTrueAsync(() => pair.AToB.Sent.Count > 31);
        (await Task.WhenAny(writing, Task.Delay(200))).ShouldNotBe(writing);
        pair.AToB.Sent.Count.ShouldBeLessThanOrEqualTo(32 + 32, "a MiB is buffered, and a window of blocks waits for room");

        (await Joined.ReadAsync(pair.B, content.Length)).ShouldHoldBytes(content);
        await writing;
    }

    [Theory, Trait("Conformance", "31")]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Blocks_that_bounce_for_now_are_sent_again_in_order(int tries)
    {
        var time = new VirtualTime();
        var pair = new Joined(blockSize: 100, time: time);
        var isBack = false;
        pair.AToB.Fault = (seq, sentBefore) =>
        {
            isBack |= seq == 20 && sentBefore == tries;
            return seq < 20 || isBack ? WireFault.None : WireFault.Bounced;
        };
        var content = TempFolder.Bytes(10_000);
        var writing = Joined.WriteAsync(pair.A, content, 1, 500);
        var reading = Joined.ReadAsync(pair.B, content.Length);

        await AdvancingAsync(time, writing);
        (await reading).ShouldHoldBytes(content);
        pair.AToB.Sent.Count(seq => seq == 20).ShouldBe(tries + 1);
        pair.A.Window.Max.ShouldBeLessThan(32);
    }

    [Fact, Trait("Conformance", "31")]
    public async Task A_block_that_had_arrived_though_it_was_said_to_bounce_is_not_taken_twice()
    {
        var time = new VirtualTime();
        var pair = new Joined(blockSize: 100, time: time);
        pair.AToB.Fault = (seq, sentBefore) => seq == 7 && sentBefore == 0 ? WireFault.AnswerBounced : WireFault.None;
        var content = TempFolder.Bytes(3000);
        var writing = Joined.WriteAsync(pair.A, content, 1, 500);
        var reading = Joined.ReadAsync(pair.B, content.Length);

        await AdvancingAsync(time, writing);
        (await reading).ShouldHoldBytes(content);
    }

    [Fact, Trait("Conformance", "31")]
    public async Task A_peer_that_stays_away_ends_in_a_timeout()
    {
        var time = new VirtualTime();
        var pair = new Joined(blockSize: 100, time: time);
        pair.AToB.Fault = (_, _) => WireFault.Bounced;
        var writing = Joined.WriteAsync(pair.A, new byte[3000], 1, 500);

        await Should.ThrowAsync<InBandException>(AdvancingAsync(time, writing));
        (await Joined.ErrorOfAsync(pair.A.FlushAsync())).ShouldBe(InBandError.Timeout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_acknowledgement_that_never_comes_ends_in_a_timeout_and_a_close(bool arrives)
    {
        var time = new VirtualTime();
        var pair = new Joined(blockSize: 100, InBandWindow.One, time);
        pair.AToB.Fault = (seq, _) => seq < 3 ? WireFault.None : arrives ? WireFault.AnswerLost : WireFault.Lost;
        await pair.A.WriteAsync(new byte[400]);
        var flushing = pair.A.FlushAsync();

        time.Advance(Joined.AckTimeout - TimeSpan.FromSeconds(1));
        flushing.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await Joined.ErrorOfAsync(flushing)).ShouldBe(InBandError.Timeout);
        (await Joined.ErrorOfAsync(pair.A.WriteAsync(new byte[1]).AsTask())).ShouldBe(InBandError.Timeout);
        (await Joined.ReadAsync(pair.B, arrives ? 400 : 300)).ShouldAllBe(b => b == 0);
        (await pair.B.ReadAsync(new byte[1]).AsTask().WaitAsync(Loopback.Patience)).ShouldBe(0);
        (await pair.A.Completion.WaitAsync(Loopback.Patience)).ShouldBeFalse();
        pair.AToB.Closes.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_peer_that_acknowledges_block_after_block_does_not_time_out()
    {
        var time = new VirtualTime();
        var answers = new ConcurrentQueue<TaskCompletionSource>();
        await using var stream = new InBandStream(
            10, InBandWindow.Adaptive(), (_, _, _) => Held(answers), _ => Task.CompletedTask, time, Joined.AckTimeout);
        // Away from the test's synchronization context, to which what follows an answer would be posted.
        await Task.Run(async () =>
        {
            for (var pair = 0; pair < 10; pair++)
            {
                await stream.WriteAsync(new byte[20]);
                for (var block = 0; block < 2; block++)
                {
                    time.Advance(Joined.AckTimeout * 0.9);
                    Answer(answers);
                }
            }

            await stream.FlushAsync();
        }).WaitAsync(Loopback.Patience);
    }

    [Fact]
    public async Task A_refused_block_fails_the_writer_and_closes()
    {
        // Of a larger window the blocks after it would meet a stream that is closed, and that answer may come first.
        var pair = new Joined(blockSize: 100, InBandWindow.One);
        pair.AToB.Fault = (seq, _) => seq == 5 ? WireFault.Refused : WireFault.None;

        (await Joined.ErrorOfAsync(pair.A.WriteAsync(new byte[100_000]).AsTask())).ShouldBe(InBandError.Refused);
        (await Joined.ReadAsync(pair.B, 500)).ShouldAllBe(b => b == 0);
        (await pair.A.Completion.WaitAsync(Loopback.Patience)).ShouldBeFalse();
        pair.AToB.Closes.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_write_leaves_whole_blocks_and_the_stream_goes_on()
    {
        var answers = new ConcurrentQueue<TaskCompletionSource>();
        var sent = new List<ushort>();
        await using var stream = new InBandStream(
            10, InBandWindow.One,
            (seq, _, _) =>
            {
                sent.Add(seq);
                return Held(answers);
            },
            _ => Task.CompletedTask, TimeProvider.System, Joined.AckTimeout);
        using var cancellation = new CancellationTokenSource();
        var writing = stream.WriteAsync(new byte[100], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(writing);

        Answer(answers);
        await stream.WriteAsync(new byte[10]).AsTask().WaitAsync(Loopback.Patience);
        sent.ShouldBe([0, 1]);
        Answer(answers);
    }

    private static void Answer(ConcurrentQueue<TaskCompletionSource> answers)
    {
        answers.TryDequeue(out var answer).ShouldBeTrue();
        answer!.SetResult();
    }

    // What follows an answer is done when SetResult returns.
    private static Task Held(ConcurrentQueue<TaskCompletionSource> answers)
    {
        var answer = new TaskCompletionSource();
        answers.Enqueue(answer);
        return answer.Task;
    }

    private static async Task AdvancingAsync(VirtualTime time, Task task)
    {
        await Eventually.BecomesTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return task.IsCompleted;
        });
        await task;
    }
}
