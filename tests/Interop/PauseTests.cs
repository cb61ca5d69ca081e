using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>A pause outlives kill -9 on either side, and what had come over is not sent again.</summary>
public sealed class PauseTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;

    // A checkpoint's worth of bytes (DaemonOptions.Checkpoint), and what was on its way in buffers.
    private const long SentTwice = Mebi + (4 * Mebi);

    [Theory]
    [InlineData("sender")]
    [InlineData("receiver")]
    public async Task A_pause_holds_over_kill_9_and_a_resume_sends_only_the_rest(string side)
    {
        await using var pair = await DaemonPair.StartAsync(prosody, transfer: "max-rate = 16MiB");
        var file = pair.NewFile(64 * Mebi);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        var arrived = await pair.Receiver.IncomingAsync(t => t.State == "Streaming" && t.Offset >= 16 * Mebi);
        var (daemon, id) = side == "sender" ? (pair.Sender, transfer.Id) : (pair.Receiver, arrived.Id);

        (await daemon.ActAsync(id, "pause")).State.ShouldBe("Paused");
        await daemon.KillAsync();
        await daemon.StartAsync();

        (await daemon.GetAsync(id)).State.ShouldBe("Paused");
        // The other side has noticed, and comes or waits.
        if (side == "sender")
            await pair.Receiver.IncomingAsync("Interrupted");
        else
            await pair.Sender.WaitAsync(transfer.Id, t => t.Reason == "peer-busy");
        var paused = await daemon.GetAsync(id);
        (paused.State, paused.Sessions).ShouldBe(("Paused", 1));
        (await daemon.ActAsync(id, "resume")).State.ShouldBe("Queued");

        var sent = await pair.ShouldArriveAsync(transfer.Id, file);
        sent.ResumedAt.ShouldBeGreaterThanOrEqualTo(arrived.Offset - SentTwice, pair.Receiver.Log);
        sent.ResumedAt.ShouldBeLessThan(file.Size);
    }
}
