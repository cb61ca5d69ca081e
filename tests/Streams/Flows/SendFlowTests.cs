using System.Diagnostics;
using System.Net.Sockets;
using Orchestrator.Streams.Flows;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Flows;

/// <summary>The sender against peers and sources that do not behave.</summary>
public sealed class SendFlowTests(FlowFixture flows) : IClassFixture<FlowFixture>, IDisposable
{
    // More than the socket buffers of both ends hold, so that a peer that does not read holds the sender up.
    private const int Large = 64 << 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Exactly_the_range_is_sent_and_the_peers_close_is_awaited_without_a_half_close()
    {
        var content = TempFolder.Bytes(1000);
        var (flow, peer) = await StartAsync(FlowFixture.SendPlan(_folder.Write("source", content), offset: 100, length: 300));
        (await peer.ReadAsync(300)).ShouldBe(content[100..400]);
        await Eventually.BecomesTrueAsync(() => flow.IsFinishing);
        var more = peer.ReadAsync(new byte[1]).AsTask();
        (await Task.WhenAny(more, flow.Completion, Task.Delay(100))).ShouldNotBe(more, "a proxy would cut the tail after a half-close");
        flow.Completion.IsCompleted.ShouldBeFalse();

        peer.Socket.Shutdown(SocketShutdown.Send);
        var end = await flow.EndAsync();
        end.ShouldSatisfyAllConditions(
            () => end.Position.ShouldBe(400), () => end.Fault.ShouldBeNull(), () => end.PeerClosed.ShouldBeTrue());
        (await more).ShouldBe(0);
    }

    [Fact]
    public async Task Through_a_proxy_the_last_byte_follows_the_others_when_they_had_time_to_be_read()
    {
        var content = TempFolder.Bytes(10_000);
        var clock = Stopwatch.StartNew();
        var (flow, peer) = await StartAsync(FlowFixture.SendPlan(_folder.Write("source", content)) with { Relayed = true });
        (await peer.ReadAsync(content.Length)).ShouldBe(content);
        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(90));
        peer.Socket.Shutdown(SocketShutdown.Send);
        (await flow.EndAsync()).Position.ShouldBe(content.Length);
    }

    [Fact]
    public async Task A_peer_that_never_closes_is_closed_on_after_the_linger()
    {
        var plan = FlowFixture.SendPlan(_folder.Write("source", new byte[1000])) with { Linger = TimeSpan.FromMilliseconds(50) };
        var (flow, peer) = await StartAsync(plan);
        var end = await flow.EndAsync();
        end.ShouldSatisfyAllConditions(() => end.Fault.ShouldBeNull(), () => end.PeerClosed.ShouldBeFalse());
        (await peer.DrainAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task A_peer_that_closes_early_is_a_fault_even_if_the_rest_would_fit_into_the_socket()
    {
        var (flow, peer) = await StartAsync(FlowFixture.SendPlan(_folder.WriteSparse("source", Large)));
        await Eventually.BecomesTrueAsync(() => flow.Position > 0);
        peer.Socket.Shutdown(SocketShutdown.Send);
        (await flow.EndAsync()).Fault.ShouldBe(FlowFault.PeerClosedEarly);
    }

    [Fact]
    public async Task A_peer_that_resets_is_a_fault()
    {
        var (flow, peer) = await StartAsync(FlowFixture.SendPlan(_folder.WriteSparse("source", Large)));
        await Eventually.BecomesTrueAsync(() => flow.Position > 0);
        peer.Reset();
        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.PeerReset);
        end.Position.ShouldBeInRange(1, Large - 1);
    }

    [Fact]
    public async Task What_the_peer_says_is_thrown_away_but_not_without_bound()
    {
        var (chatty, peer) = await StartAsync(FlowFixture.SendPlan(_folder.Write("source", new byte[1000])));
        await peer.WriteAsync(new byte[100_000]);
        await peer.ReadAsync(1000);
        peer.Dispose();
        (await chatty.EndAsync()).PeerClosed.ShouldBeTrue();

        var (flooded, flooder) = await StartAsync(FlowFixture.SendPlan(_folder["source"]));
        var flooding = flooder.WriteAsync(new byte[Large]).AsTask();
        (await flooded.EndAsync()).Fault.ShouldBe(FlowFault.ExcessBytes);
        await Should.ThrowAsync<IOException>(flooding);
    }

    [Fact]
    public async Task Stopping_a_flow_that_waits_for_its_peer_ends_it_and_resets_the_peer()
    {
        var (flow, peer) = await StartAsync(FlowFixture.SendPlan(_folder.WriteSparse("source", Large)));
        await Eventually.BecomesTrueAsync(() => flow.Position > 0);
        flow.Stop();
        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.Stopped);
        end.Sha256.ShouldBeNull();
        (await peer.DrainAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("shrink")]
    [InlineData("grow")]
    [InlineData("touch")]
    [InlineData("delete")]
    public async Task A_source_that_changes_while_it_streams_is_never_finished(string change)
    {
        var path = _folder.WriteSparse("source", Large);
        var (flow, peer) = await StartAsync(FlowFixture.SendPlan(path, hash: change != "touch"));
        await Eventually.BecomesTrueAsync(() => flow.Position > 0);
        switch (change)
        {
            case "shrink":
                File.WriteAllBytes(path, []);
                break;
            case "grow":
                File.AppendAllText(path, "x");
                break;
            case "touch":
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-5));
                break;
            default:
                File.Delete(path);
                break;
        }

        (await peer.DrainAsync()).ShouldBeNull("an orderly close after the last byte would look like success");
        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.SourceChanged);
        end.Detail!.ShouldContain(path);
        end.Sha256.ShouldBeNull();
    }

    [Fact]
    public async Task A_source_that_changed_before_the_start_sends_nothing()
    {
        var plan = FlowFixture.SendPlan(_folder.Write("source", new byte[1000]));
        _folder.Write("source", new byte[999]);
        var (flow, peer) = await StartAsync(plan);
        (await flow.EndAsync()).Fault.ShouldBe(FlowFault.SourceChanged);
        (await peer.IsClosedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_rate_limit_holds_the_bytes_back()
    {
        var plan = FlowFixture.SendPlan(_folder.WriteSparse("source", 1 << 20)) with { MaxBytesPerSecond = 1 << 20 };
        var clock = Stopwatch.StartNew();
        var (flow, peer) = await StartAsync(plan);
        await peer.ReadAsync(1 << 20);
        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.6), "1 MiB at 1 MiB/s, less the burst of the first 256 KiB");
        peer.Dispose();
        (await flow.EndAsync()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Progress_is_told_at_most_once_a_second()
    {
        var reports = new List<FlowProgress>();
        var plan = FlowFixture.SendPlan(_folder.WriteSparse("source", 400_000)) with { MaxBytesPerSecond = 200_000 };
        var clock = Stopwatch.StartNew();
        var (ours, peer) = await Loopback.PairAsync();
        var flow = flows.Send(plan, ours, reports.Add);
        await peer.ReadAsync(400_000);
        peer.Dispose();
        (await flow.EndAsync()).Fault.ShouldBeNull();
        reports.Count.ShouldBeInRange(1, (int)clock.Elapsed.TotalSeconds);
        reports[0].Position.ShouldBeInRange(1, 400_000);
    }

    private async Task<(RunningFlow Flow, NetworkStream Peer)> StartAsync(SendPlan plan)
    {
        var (ours, peer) = await Loopback.PairAsync();
        return (flows.Send(plan, ours), peer);
    }
}
