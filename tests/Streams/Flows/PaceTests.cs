using Orchestrator.Streams;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Flows;

public sealed class PaceTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Bytes_wait_until_they_are_within_the_rate()
    {
        var pace = new Pace(1000, _time);

        // A quarter of a second goes ahead; nothing else does.
        var moved = pace.WaitAsync(1250, default);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        moved.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(10));
        await moved.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_rate_changes_while_bytes_flow()
    {
        var pace = new Pace(null, _time);
        pace.WaitAsync(1_000_000, default).IsCompleted.ShouldBeTrue();

        pace.BytesPerSecond = 4000;
        pace.WaitAsync(100_000, default).IsCompleted.ShouldBeFalse();
        pace.ChunkLength.ShouldBe(4096);

        pace.BytesPerSecond = null;
        pace.WaitAsync(1_000_000, default).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_wait_ends_when_the_flow_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var moved = new Pace(1024, _time).WaitAsync(1 << 20, stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => moved);
    }
}
