using System.Security.Cryptography;
using Orchestrator.Streams.Flows;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Flows;

/// <summary>Our sender to our receiver, over a real connection.</summary>
public sealed class RoundTripTests(FlowFixture flows) : IClassFixture<FlowFixture>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, Trait("Conformance", "9,10")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_144)]
    [InlineData(5_000_001)]
    public async Task A_whole_file_arrives_and_both_ends_know_its_hash(int size)
    {
        var content = TempFolder.Bytes(size);
        var (sent, received) = await TransferAsync(content, offset: 0);

        File.ReadAllBytes(_folder["partial"]).ShouldHoldBytes(content);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        received.ShouldBe(new FlowEnd(size, null, null, sha256, Convert.ToHexStringLower(MD5.HashData(content)), false));
        sent.ShouldBe(new FlowEnd(size, null, null, sha256, null, PeerClosed: true));
    }

    [Theory, Trait("Conformance", "10,11")]
    [InlineData(3_000_000, 1)]
    [InlineData(3_000_000, 2_999_999)]
    [InlineData(3_000_000, 3_000_000)]
    [InlineData(20_000_000, 15_000_000)]
    public async Task A_resumed_file_is_hashed_with_its_prefix(int size, int offset)
    {
        var content = TempFolder.Bytes(size);
        byte[] tailToCut = [.. content[..offset], .. TempFolder.Bytes(100_000, seed: 2)];
        _folder.Write("partial", tailToCut);
        var (sent, received) = await TransferAsync(content, offset);

        File.ReadAllBytes(_folder["partial"]).ShouldHoldBytes(content);
        received.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(content)));
        received.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        sent.Sha256.ShouldBe(received.Sha256);
        received.Position.ShouldBe(size);
    }

    [Fact, Trait("Conformance", "10")]
    public async Task A_file_of_more_than_4_GiB_goes_on_beyond_4_GiB()
    {
        const long Offset = (4L << 30) + 123;
        var tail = TempFolder.Bytes(1_000_000);
        var source = _folder.WriteSparse("source", Offset);
        await using (var file = new FileStream(source, FileMode.Append))
        {
            await file.WriteAsync(tail);
        }

        _folder.WriteSparse("partial", Offset);
        var (ours, peer) = await Loopback.PairAsync();
        var receiving = flows.Receive(FlowFixture.ReceivePlan(_folder["partial"], tail.Length, Offset), peer);
        var sending = flows.Send(FlowFixture.SendPlan(source, Offset, hash: false), ours);

        (await sending.EndAsync()).ShouldBe(new FlowEnd(Offset + tail.Length, null, null, null, null, PeerClosed: true));
        receiving.IsFinishing.ShouldBeTrue("only the hash of 4 GiB of zeros may be missing");
        var received = await receiving.Completion.WaitAsync(TimeSpan.FromMinutes(2));
        received.Fault.ShouldBeNull();
        received.Position.ShouldBe(Offset + tail.Length);
        await using var partial = File.OpenRead(_folder["partial"]);
        partial.Length.ShouldBe(Offset + tail.Length);
        partial.Position = Offset;
        (await partial.ReadAsync(tail.Length)).ShouldHoldBytes(tail);
    }

    [Fact]
    public async Task Many_files_at_once_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var content = TempFolder.Bytes(2_000_000, seed: i);
            var (ours, peer) = await Loopback.PairAsync();
            var receiving = flows.Receive(FlowFixture.ReceivePlan(_folder[$"partial{i}"], content.Length), peer);
            var sending = flows.Send(FlowFixture.SendPlan(_folder.Write($"source{i}", content)), ours);
            (await receiving.EndAsync()).Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
            (await sending.EndAsync()).Fault.ShouldBeNull();
        }));
    }

    private async Task<(FlowEnd Sent, FlowEnd Received)> TransferAsync(byte[] content, long offset)
    {
        var source = _folder.Write("source", content);
        var (ours, peer) = await Loopback.PairAsync();
        var receiving = flows.Receive(FlowFixture.ReceivePlan(_folder["partial"], content.Length - offset, offset, md5: true), peer);
        var sending = flows.Send(FlowFixture.SendPlan(source, offset), ours);
        return (await sending.EndAsync(), await receiving.EndAsync());
    }
}
