using Orchestrator.Streams.InBand;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.InBand;

/// <summary>A stream against a peer that numbers, sizes and paces its blocks as it likes.</summary>
public sealed class ArrivalTests
{
    private int _closes;

    private InBandStream Stream(int blockSize = 100) => new(
        blockSize, InBandWindow.One, (_, _, _) => Task.CompletedTask,
        _ =>
        {
            _closes++;
            return Task.CompletedTask;
        },
        TimeProvider.System, Joined.AckTimeout);

    private static ValueTask<InBandVerdict> AcceptAsync(InBandStream stream, int seq, int length = 1) =>
        stream.AcceptAsync((ushort)seq, TempFolder.Bytes(length, seq), CancellationToken.None);

    [Fact, Trait("Conformance", "29")]
    public async Task A_repeated_block_is_refused_and_dropped_and_the_stream_goes_on()
    {
        await using var stream = Stream();
        (await AcceptAsync(stream, 0)).ShouldBe(InBandVerdict.Accepted);
        (await AcceptAsync(stream, 1)).ShouldBe(InBandVerdict.Accepted);
        (await AcceptAsync(stream, 1)).ShouldBe(InBandVerdict.Repeated);
        (await AcceptAsync(stream, 0)).ShouldBe(InBandVerdict.Repeated);
        (await AcceptAsync(stream, 2)).ShouldBe(InBandVerdict.Accepted);

        byte[] expected = [.. TempFolder.Bytes(1, 0), .. TempFolder.Bytes(1, 1), .. TempFolder.Bytes(1, 2)];
        (await Joined.ReadAsync(stream, 3)).ShouldBe(expected);
        _closes.ShouldBe(0);
    }

    [Theory, Trait("Conformance", "29")]
    [InlineData(0, 1)]
    [InlineData(0, 65535)]
    [InlineData(3, 4)]
    [InlineData(3, 20_000)]
    [InlineData(3, 65535)]
    public async Task A_gap_drops_the_block_closes_the_stream_and_is_told_after_what_came_before(int before, int seq)
    {
        var stream = Stream();
        for (var i = 0; i < before; i++)
        {
            await AcceptAsync(stream, i);
        }

        (await AcceptAsync(stream, seq)).ShouldBe(InBandVerdict.Gap);
        (await AcceptAsync(stream, before)).ShouldBe(InBandVerdict.Closed);
        (await Joined.ReadAsync(stream, before)).Length.ShouldBe(before);
        (await Joined.ErrorOfAsync(stream.ReadAsync(new byte[1]).AsTask())).ShouldBe(InBandError.Gap);
        (await Joined.ErrorOfAsync(stream.WriteAsync(new byte[1]).AsTask())).ShouldBe(InBandError.Gap);
        (await stream.Completion.WaitAsync(Loopback.Patience)).ShouldBeFalse();
        _closes.ShouldBe(1);
    }

    [Fact, Trait("Conformance", "28"), Trait("Conformance", "29")]
    public async Task Repeats_and_gaps_are_told_apart_around_the_wrap()
    {
        await using var stream = Stream();
        for (var i = 0; i < 65_538; i++)
        {
            (await AcceptAsync(stream, i % 65536, length: 0)).ShouldBe(InBandVerdict.Accepted);
        }

        (await AcceptAsync(stream, 1)).ShouldBe(InBandVerdict.Repeated);
        (await AcceptAsync(stream, 65535)).ShouldBe(InBandVerdict.Repeated);
        (await AcceptAsync(stream, 2)).ShouldBe(InBandVerdict.Accepted);
        (await AcceptAsync(stream, 4)).ShouldBe(InBandVerdict.Gap);
    }

    [Fact, Trait("Conformance", "26"), Trait("Conformance", "33")]
    public async Task A_block_larger_than_agreed_is_rejected()
    {
        await using var stream = Stream(blockSize: 100);
        (await AcceptAsync(stream, 0, 101)).ShouldBe(InBandVerdict.TooLarge);
        (await AcceptAsync(stream, 0, 100)).ShouldBe(InBandVerdict.Accepted);
    }

    [Fact]
    public async Task An_empty_block_counts_and_is_not_the_end()
    {
        await using var stream = Stream();
        var reading = stream.ReadAsync(new byte[1]).AsTask();
        await AcceptAsync(stream, 0, 0);
        await AcceptAsync(stream, 1, 1);
        (await reading.WaitAsync(Loopback.Patience)).ShouldBe(1);
    }

    [Fact]
    public async Task Answers_wait_while_nobody_reads_and_a_cancelled_one_loses_no_byte()
    {
        await using var stream = Stream(blockSize: 65535);
        var answers = Enumerable.Range(0, 20).Select(seq => AcceptAsync(stream, seq, 65535).AsTask()).ToList();
        answers.Count(answer => answer.IsCompleted).ShouldBe(15, "a MiB of blocks is buffered");
        using var cancellation = new CancellationTokenSource();
        var cancelled = stream.AcceptAsync(20, new byte[65535], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);

        (await Joined.ReadAsync(stream, 21 * 65535)).ShouldHoldBytes(
            [.. Enumerable.Range(0, 20).SelectMany(seq => TempFolder.Bytes(65535, seq)), .. new byte[65535]]);
        (await Task.WhenAll(answers).WaitAsync(Loopback.Patience)).ShouldAllBe(verdict => verdict == InBandVerdict.Accepted);
    }

    [Theory]
    [InlineData(65535, 200)]
    [InlineData(1, 100_000)]
    public async Task A_peer_that_does_not_wait_for_answers_meets_a_limit(int length, int most)
    {
        var stream = Stream(blockSize: 65535);
        var verdict = await Task.Run(FloodAsync);
        verdict.ShouldBe(InBandVerdict.Overrun);
        await stream.DisposeAsync();
        _closes.ShouldBe(1);

        async Task<InBandVerdict> FloodAsync()
        {
            var verdict = InBandVerdict.Accepted;
            for (var count = 0; count < most && verdict == InBandVerdict.Accepted; count++)
            {
                var answer = AcceptAsync(stream, count % 65536, length);
                verdict = answer.IsCompleted ? await answer : InBandVerdict.Accepted;
            }

            return verdict;
        }
    }

    [Fact]
    public async Task A_cancelled_read_loses_no_byte()
    {
        await using var stream = Stream();
        using var cancellation = new CancellationTokenSource();
        var reading = stream.ReadAsync(new byte[10], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading);
        await AcceptAsync(stream, 0, 5);
        (await Joined.ReadAsync(stream, 5)).ShouldBe(TempFolder.Bytes(5, 0));
    }
}
