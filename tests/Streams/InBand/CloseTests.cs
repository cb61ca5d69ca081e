using Orchestrator.Streams.InBand;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.InBand;

/// <summary>The end of a stream, whoever comes first.</summary>
public sealed class CloseTests
{
    [Fact, Trait("Conformance", "32")]
    public async Task The_writer_closes_first_and_the_reader_gets_everything_and_then_the_end()
    {
        var pair = new Joined();
        var content = TempFolder.Bytes(100_000);
        await pair.A.WriteAsync(content);
        var closing = pair.A.DisposeAsync().AsTask();

        (await Joined.ReadAsync(pair.B, content.Length)).ShouldHoldBytes(content);
        (await pair.B.ReadAsync(new byte[1]).AsTask().WaitAsync(Loopback.Patience)).ShouldBe(0);
        await closing.WaitAsync(Loopback.Patience);
        (await pair.A.Completion).ShouldBeTrue();
        (await Joined.ErrorOfAsync(pair.B.WriteAsync(new byte[1]).AsTask())).ShouldBe(InBandError.Closed);
        await pair.B.DisposeAsync();
        (await pair.B.Completion).ShouldBeTrue();
        (pair.AToB.Closes, pair.BToA.Closes).ShouldBe((1, 0));
    }

    [Fact, Trait("Conformance", "32")]
    public async Task The_reader_closes_first_when_it_has_everything_and_the_writer_knows_that_all_arrived()
    {
        var pair = new Joined();
        await pair.A.WriteAsync(new byte[5000]);
        await Joined.ReadAsync(pair.B, 5000);
        await pair.B.DisposeAsync();
        await pair.A.FlushAsync().WaitAsync(Loopback.Patience);
        (await pair.A.ReadAsync(new byte[1]).AsTask().WaitAsync(Loopback.Patience)).ShouldBe(0);
        await pair.A.DisposeAsync();
        (await pair.A.Completion).ShouldBeTrue();
        (pair.AToB.Closes, pair.BToA.Closes).ShouldBe((0, 1));
    }

    [Fact, Trait("Conformance", "32")]
    public async Task Both_close_at_once()
    {
        var pair = new Joined();
        await Task.WhenAll(pair.A.DisposeAsync().AsTask(), pair.B.DisposeAsync().AsTask()).WaitAsync(Loopback.Patience);
        (await pair.A.Completion).ShouldBeTrue();
        (await pair.B.Completion).ShouldBeTrue();
    }

    [Fact, Trait("Conformance", "32")]
    public async Task A_peers_close_is_answered_after_what_was_on_its_way_to_it_is_acknowledged()
    {
        var pair = new Joined(blockSize: 100);
        var held = new TaskCompletionSource();
        pair.BToA.Delay = () => held.Task;
        await pair.B.WriteAsync(new byte[200]);
        var closing = pair.A.DisposeAsync().AsTask();
        (await pair.B.ReadAsync(new byte[1]).AsTask().WaitAsync(Loopback.Patience)).ShouldBe(0);
        closing.IsCompleted.ShouldBeFalse();

        held.SetResult();
        await closing.WaitAsync(Loopback.Patience);
        await pair.B.FlushAsync().WaitAsync(Loopback.Patience);
        (await pair.A.Completion).ShouldBeTrue();
    }

    [Fact, Trait("Conformance", "32")]
    public async Task A_peers_close_is_not_answered_before_what_it_sent_is_read_but_the_wait_is_bounded()
    {
        var time = new VirtualTime();
        var pair = new Joined(time: time);
        await pair.A.WriteAsync(new byte[200]);
        await pair.A.FlushAsync();
        var read = pair.B.PeerClosedAsync();
        read.IsCompleted.ShouldBeFalse();
        await Joined.ReadAsync(pair.B, 200);
        await read.WaitAsync(Loopback.Patience);

        pair = new Joined(time: time);
        await pair.A.WriteAsync(new byte[200]);
        await pair.A.FlushAsync();
        var unread = pair.B.PeerClosedAsync();
        time.Advance(Joined.AckTimeout);
        await unread.WaitAsync(Loopback.Patience);
    }

    [Fact]
    public async Task Closing_fails_what_is_pending_here_and_a_block_after_it_finds_no_stream()
    {
        var pair = new Joined(blockSize: 100, InBandWindow.One);
        pair.AToB.Fault = (_, _) => WireFault.Lost;
        var reading = pair.A.ReadAsync(new byte[1]).AsTask();
        var writing = pair.A.WriteAsync(new byte[1000]).AsTask();
        var flushing = pair.A.FlushAsync();
        pair.A.Dispose();

        (await Joined.ErrorOfAsync(reading)).ShouldBe(InBandError.Closed);
        (await Joined.ErrorOfAsync(writing)).ShouldBe(InBandError.Closed);
        (await Joined.ErrorOfAsync(flushing)).ShouldBe(InBandError.Closed);
        (await pair.A.Completion.WaitAsync(Loopback.Patience)).ShouldBeFalse();
        (await pair.A.AcceptAsync(0, new byte[1], CancellationToken.None)).ShouldBe(InBandVerdict.Closed);
        (await Joined.ErrorOfAsync(pair.A.ReadAsync(new byte[1]).AsTask())).ShouldBe(InBandError.Closed);
        pair.A.Dispose();
        await pair.A.DisposeAsync();
        pair.AToB.Closes.ShouldBe(1);
    }

    [Fact]
    public async Task Closing_is_bounded_when_the_peer_answers_nothing()
    {
        var time = new VirtualTime();
        var closes = 0;
        var stream = new InBandStream(
            100, InBandWindow.Adaptive(), (_, _, _) => new TaskCompletionSource().Task,
            _ =>
            {
                closes++;
                return new TaskCompletionSource().Task;
            },
            time, Joined.AckTimeout);
        await stream.WriteAsync(new byte[100]);
        var closing = stream.DisposeAsync().AsTask();
        await Eventually.BecomesTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return closing.IsCompleted;
        });

        await closing;
        (await stream.Completion).ShouldBeFalse();
        closes.ShouldBe(1);
    }

    [Fact, Trait("Conformance", "30")]
    public async Task A_peer_that_does_not_know_the_stream_is_not_told_of_the_close()
    {
        var closes = 0;
        var stream = new InBandStream(
            100, InBandWindow.Adaptive(), (_, _, _) => Task.FromException(new InBandException(InBandError.Gone, "item-not-found")),
            _ => Task.FromResult(closes++), TimeProvider.System, Joined.AckTimeout);
        await stream.WriteAsync(new byte[100]);

        (await Joined.ErrorOfAsync(stream.FlushAsync())).ShouldBe(InBandError.Gone);
        (await stream.Completion.WaitAsync(Loopback.Patience)).ShouldBeFalse();
        closes.ShouldBe(0);
    }
}
