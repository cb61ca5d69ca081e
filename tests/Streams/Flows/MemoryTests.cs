using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Flows;

[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryCollection;

/// <summary>Alone, since the counter is the whole process's.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests(FlowFixture flows) : IClassFixture<FlowFixture>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_large_file_takes_no_more_memory_than_a_small_one()
    {
        await TransferAsync(8 << 20);
        var before = GC.GetTotalAllocatedBytes();
        await TransferAsync(256 << 20);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(64 << 20, "of 512 MiB that were moved: buffers are pooled");
    }

    private async Task TransferAsync(int size)
    {
        var (ours, peer) = await Loopback.PairAsync();
        var receiving = flows.Receive(FlowFixture.ReceivePlan(_folder[$"partial{size}"], size), peer);
        var sending = flows.Send(FlowFixture.SendPlan(_folder.WriteSparse($"source{size}", size)), ours);
        (await sending.EndAsync()).Fault.ShouldBeNull();
        (await receiving.EndAsync()).Fault.ShouldBeNull();
    }
}
