using System.Collections.Concurrent;
using Orchestrator.Streams.Flows;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Flows;

/// <summary>The receiver against peers and disks that do not behave.</summary>
public sealed class ReceiveFlowTests(FlowFixture flows) : IClassFixture<FlowFixture>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Partial => _folder["partial"];

    [Fact]
    public async Task A_peer_that_closes_early_leaves_what_it_sent()
    {
        var content = TempFolder.Bytes(1_500_000);
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 2_000_000));
        await peer.WriteAsync(content);
        peer.Dispose();

        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.PeerClosedEarly);
        end.Position.ShouldBe(content.Length);
        end.Sha256.ShouldBeNull();
        File.ReadAllBytes(Partial).ShouldHoldBytes(content);
    }

    [Fact]
    public async Task A_peer_that_resets_leaves_what_had_arrived()
    {
        var content = TempFolder.Bytes(3_000_000);
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 100_000_000));
        await peer.WriteAsync(content);
        await Eventually.BecomesTrueAsync(() => flow.Position >= 1_000_000);
        peer.Reset();

        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.PeerReset);
        end.Position.ShouldBeGreaterThanOrEqualTo(1_000_000);
        File.ReadAllBytes(Partial).ShouldHoldBytes(content[..(int)end.Position]);
    }

    [Fact]
    public async Task A_byte_too_many_is_a_fault_and_resets_the_peer()
    {
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 1000, awaitClose: true));
        await peer.WriteAsync(new byte[1001]);

        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.ExcessBytes);
        new FileInfo(Partial).Length.ShouldBe(1000);
        (await peer.DrainAsync()).ShouldBeNull("an orderly close would tell the peer that all is well");
    }

    [Fact]
    public async Task A_peer_that_closes_after_the_last_byte_is_noticed()
    {
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 1000, awaitClose: true));
        await peer.WriteAsync(new byte[1000]);
        peer.Dispose();
        (await flow.EndAsync()).ShouldSatisfyAllConditions(end => end.Fault.ShouldBeNull(), end => end.PeerClosed.ShouldBeTrue());
    }

    [Fact]
    public async Task A_peer_that_never_closes_is_closed_on_in_good_order()
    {
        foreach (var awaitClose in new[] { true, false })
        {
            var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 1000, awaitClose: awaitClose));
            await peer.WriteAsync(new byte[1000]);
            (await peer.DrainAsync()).ShouldBe(0);
            (await flow.EndAsync()).ShouldSatisfyAllConditions(end => end.Fault.ShouldBeNull(), end => end.PeerClosed.ShouldBeFalse());
        }
    }

    [Fact]
    public async Task Stopping_ends_at_once_and_nothing_touches_the_file_afterwards()
    {
        var content = TempFolder.Bytes(3_000_000);
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 100_000_000));
        await peer.WriteAsync(content);
        await Eventually.BecomesTrueAsync(() => flow.Position == content.Length);
        flow.Stop();
        flow.Stop();

        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.Stopped);
        var kept = File.ReadAllBytes(Partial);
        end.Position.ShouldBe(kept.Length);
        kept.ShouldHoldBytes(content[..kept.Length]);

        // The partial is free for the next session, which may write what it likes into it.
        var other = TempFolder.Bytes(5_000, seed: 9);
        File.WriteAllBytes(Partial, other);
        (await peer.DrainAsync()).ShouldBeNull();
        flow.Stop();
        File.ReadAllBytes(Partial).ShouldHoldBytes(other);
        (await flow.Completion).ShouldBe(end);
    }

    [Fact]
    public async Task Stopping_a_silent_flow_at_any_moment_ends_it()
    {
        for (var i = 0; i < 50; i++)
        {
            var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 1000));
            for (var j = 0; j < i; j++)
            {
                await Task.Yield();
            }

            flow.Stop();
            (await flow.EndAsync()).Fault.ShouldBe(FlowFault.Stopped);
            peer.Dispose();
        }
    }

    [Fact]
    public async Task A_checkpoint_never_leads_the_file()
    {
        var checkpoints = new ConcurrentQueue<(long Position, long OnDisk)>();
        var plan = FlowFixture.ReceivePlan(Partial, length: 10_000_000);
        var (flow, peer) = await StartAsync(
            plan, checkpoint => checkpoints.Enqueue((checkpoint.Position, new FileInfo(Partial).Length)));
        await peer.WriteAsync(TempFolder.Bytes(10_000_000));

        (await flow.EndAsync()).Position.ShouldBe(10_000_000);
        checkpoints.Count.ShouldBeGreaterThan(2);
        checkpoints.ShouldAllBe(checkpoint => checkpoint.Position <= checkpoint.OnDisk);
        checkpoints.Select(checkpoint => checkpoint.Position).ShouldBe(checkpoints.Select(checkpoint => checkpoint.Position).Order());
        peer.Dispose();
    }

    [Fact]
    public async Task A_slow_checkpoint_does_not_hold_up_the_bytes_until_the_next_one_is_full()
    {
        using var release = new ManualResetEventSlim();
        var plan = FlowFixture.ReceivePlan(Partial, length: 10_000_000) with
        {
            CheckpointBytes = 1_000_000,
            CheckpointInterval = TimeSpan.FromHours(1),
        };
        var (flow, peer) = await StartAsync(plan, _ => release.Wait(Loopback.Patience));
        var sending = peer.WriteAsync(TempFolder.Bytes(10_000_000)).AsTask();

        // What is written, what waits behind it and what is in hand: far less than the 10 MB.
        await Eventually.BecomesTrueAsync(() => new FileInfo(Partial).Length >= 2_000_000);
        new FileInfo(Partial).Length.ShouldBeLessThan(3_000_000);
        release.Set();
        (await flow.EndAsync()).Fault.ShouldBeNull();
        await sending;
        peer.Dispose();
    }

    [Fact]
    public async Task A_failing_report_ends_the_flow_with_its_message()
    {
        var (flow, peer) = await StartAsync(
            FlowFixture.ReceivePlan(Partial, length: 10_000_000), _ => throw new InvalidOperationException("journal is gone"));
        await Task.WhenAny(peer.WriteAsync(new byte[9_999_999]).AsTask());
        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.Internal);
        end.Detail.ShouldBe("journal is gone");
        peer.Dispose();
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_peer_is_reset()
    {
        // The kernel's device for this: it takes every open and has no space for any byte.
        File.CreateSymbolicLink(Partial, "/dev/full");
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 1000));
        await peer.WriteAsync(new byte[1000]);

        var end = await flow.EndAsync();
        end.Fault.ShouldBe(FlowFault.DiskFull);
        end.Position.ShouldBe(0);
        end.Detail!.ShouldContain(Partial);
        (await peer.DrainAsync()).ShouldBeNull("an orderly close would tell the sender that we have it");
    }

    [Theory]
    [InlineData("/proc/partial")]
    [InlineData("/nowhere/at/all")]
    public async Task An_unwritable_folder_is_told(string path)
    {
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(path, length: 1000));
        (await flow.EndAsync()).Fault.ShouldBe(FlowFault.InboxUnwritable);
        (await peer.IsClosedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_partial_shorter_than_the_offset_or_gone_is_told_and_left_alone()
    {
        var (gone, _) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 10, offset: 10));
        (await gone.EndAsync()).Fault.ShouldBe(FlowFault.PartialTooShort);
        File.Exists(Partial).ShouldBeFalse();

        _folder.Write("partial", new byte[9]);
        var (shorter, _) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 10, offset: 10));
        (await shorter.EndAsync()).Fault.ShouldBe(FlowFault.PartialTooShort);
        new FileInfo(Partial).Length.ShouldBe(9);
    }

    [Fact]
    public async Task A_partial_has_one_writer()
    {
        var (first, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 1000));
        await peer.WriteAsync(new byte[500]);
        await Eventually.BecomesTrueAsync(() => first.Position == 500);
        var (second, _) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 1000));
        (await second.EndAsync()).Fault.ShouldBe(FlowFault.InboxUnwritable);

        await peer.WriteAsync(new byte[500]);
        (await first.EndAsync()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task The_umask_decides_who_may_read_a_received_file()
    {
        var (flow, peer) = await StartAsync(FlowFixture.ReceivePlan(Partial, length: 0));
        (await flow.EndAsync()).Fault.ShouldBeNull();
        var other = Partial + ".other";
        await File.WriteAllTextAsync(other, "");
        new FileInfo(Partial).UnixFileMode.ShouldBe(new FileInfo(other).UnixFileMode);
        peer.Dispose();
    }

    private async Task<(RunningFlow Flow, System.Net.Sockets.NetworkStream Peer)> StartAsync(
        ReceivePlan plan, Action<FlowCheckpoint>? checkpoint = null)
    {
        var (ours, peer) = await Loopback.PairAsync();
        return (flows.Receive(plan, ours, checkpoint), peer);
    }
}
