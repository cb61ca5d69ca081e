using System.Security.Cryptography;
using System.Threading.Channels;
using Orchestrator.Streams.Flows;
using Orchestrator.Streams.InBand;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.InBand;

/// <summary>Files over blocks, by the flows that serve every road.</summary>
public sealed class FlowTests(FlowFixture flows) : IClassFixture<FlowFixture>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, Trait("Conformance", "10")]
    [InlineData(3_000_000, 0, 4096)]
    [InlineData(3_000_000, 1_234_567, 30 * 1024)]
    [InlineData(3_000_000, 2_999_999, 65535)]
    [InlineData(0, 0, 4096)]
    public async Task A_file_arrives_from_its_offset_on(int size, int offset, int blockSize)
    {
        var content = TempFolder.Bytes(size);
        _folder.Write("partial", content[..offset]);
        var pair = new Joined(blockSize);
        var receiving = flows.Receive(FlowFixture.ReceivePlan(_folder["partial"], size - offset, offset), pair.B);
        var sending = flows.Send(FlowFixture.SendPlan(_folder.Write("source", content), offset), pair.A);

        var (received, sent) = (await receiving.EndAsync(), await sending.EndAsync());
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        received.ShouldBe(new FlowEnd(size, null, null, sha256, null, PeerClosed: false));
        sent.ShouldBe(new FlowEnd(size, null, null, sha256, null, PeerClosed: true));
        File.ReadAllBytes(_folder["partial"]).ShouldHoldBytes(content);
        (await pair.A.Completion).ShouldBeTrue();
        (await pair.B.Completion).ShouldBeTrue();
    }

    [Fact]
    public async Task A_sender_that_does_not_linger_closes_first_and_learns_from_the_answer_that_all_was_read()
    {
        var content = TempFolder.Bytes(1_000_000);
        var pair = new Joined(4096);
        var receiving = flows.Receive(FlowFixture.ReceivePlan(_folder["partial"], content.Length, awaitClose: true), pair.B);
        var plan = FlowFixture.SendPlan(_folder.Write("source", content)) with { Linger = TimeSpan.Zero };
        var sending = flows.Send(plan, pair.A);

        (await sending.EndAsync()).Fault.ShouldBeNull();
        (await pair.A.Completion).ShouldBeTrue();
        (await receiving.EndAsync()).Fault.ShouldBeNull();
        File.ReadAllBytes(_folder["partial"]).ShouldHoldBytes(content);
    }

    [Fact]
    public async Task A_last_block_that_is_refused_is_no_finished_flow()
    {
        var pair = new Joined(1000);
        pair.AToB.Fault = (seq, _) => seq == 9 ? WireFault.Refused : WireFault.None;
        var plan = FlowFixture.SendPlan(_folder.Write("source", new byte[10_000])) with { Linger = TimeSpan.Zero };
        var sending = flows.Send(plan, pair.A);
        await Joined.ReadAsync(pair.B, 9000);
        (await sending.EndAsync()).Fault.ShouldBe(FlowFault.PeerReset);
        (await pair.A.Completion.WaitAsync(Loopback.Patience)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_the_receiver_with_all_that_came_before()
    {
        var content = TempFolder.Bytes(1_000_000);
        var pair = new Joined(1000);
        pair.AToB.Fault = (seq, _) => seq == 500 ? WireFault.Refused : WireFault.None;
        var receiving = flows.Receive(FlowFixture.ReceivePlan(_folder["partial"], content.Length), pair.B);
        var sending = flows.Send(FlowFixture.SendPlan(_folder.Write("source", content)), pair.A);

        (await sending.EndAsync()).Fault.ShouldNotBeNull();
        var end = await receiving.EndAsync();
        end.Fault.ShouldNotBeNull();
        end.Position.ShouldBeInRange(1, 500_000);
        File.ReadAllBytes(_folder["partial"])[..(int)end.Position].ShouldHoldBytes(content[..(int)end.Position]);
    }

    [Fact]
    public async Task On_a_slow_link_the_position_moves_before_a_chunk_is_over_and_the_last_answers_are_no_stall()
    {
        const int Blocks = 5;
        var answers = Channel.CreateUnbounded<TaskCompletionSource>();
        var stream = new InBandStream(
            48_000,
            InBandWindow.One,
            (_, _, _) =>
            {
                var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                answers.Writer.TryWrite(answer);
                return answer.Task;
            },
            _ => Task.CompletedTask,
            TimeProvider.System,
            Joined.AckTimeout);
        var plan = FlowFixture.SendPlan(_folder.Write("source", new byte[Blocks * 48_000])) with { Linger = TimeSpan.Zero };
        var sending = flows.Send(plan, stream);
        async Task AnswerAsync() => (await answers.Reader.ReadAsync().AsTask().WaitAsync(Loopback.Patience)).SetResult();

        await AnswerAsync();
        await Eventually.BecomesTrueAsync(() => sending.Position > 0);
        sending.Position.ShouldBeLessThan(plan.Length);
        for (var block = 1; block < Blocks - 1; block++)
        {
            await AnswerAsync();
        }

        await Eventually.BecomesTrueAsync(() => sending.IsFinishing);
        sending.Completion.IsCompleted.ShouldBeFalse("the last block is not acknowledged");
        await AnswerAsync();
        (await sending.EndAsync()).Fault.ShouldBeNull();
    }
}
