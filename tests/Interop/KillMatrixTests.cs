using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>kill -9 at every stage of a transfer, on either side: one whole file at the end, and nothing else.</summary>
public sealed class KillMatrixTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;
    private const int Size = (6 * Mebi) + 5;
    private const int SigKill = 128 + 9;

    // What may be sent twice: a checkpoint's worth of bytes (DaemonOptions.Checkpoint), and what was on its way in buffers.
    private const long SentTwice = Mebi + (4 * Mebi);

    [Theory]
    [InlineData("outgoing:session-started")]
    [InlineData("outgoing:streaming-started")]
    [InlineData("outgoing:bytes-done")]
    [InlineData("outgoing:completed")]
    public async Task The_sender_is_killed_at(string failPoint)
    {
        await using var pair = await DaemonPair.StartAsync(prosody, senderFailPoint: failPoint);
        var file = pair.NewFile(Size);
        await KilledWhileSendingAsync(pair, file);
        await pair.Sender.StartAsync();
        await pair.ShouldArriveAsync((await pair.Sender.ListAsync()).Single().Id, file);
    }

    [Theory]
    [InlineData("incoming:offer-accepted")]
    [InlineData("incoming:session-started")]
    [InlineData("incoming:streaming-started")]
    [InlineData("incoming:bytes-done")]
    [InlineData("incoming:verified")]
    [InlineData("incoming:completed")]
    public async Task The_receiver_is_killed_at(string failPoint)
    {
        await using var pair = await DaemonPair.StartAsync(prosody, receiverFailPoint: failPoint);
        var file = pair.NewFile(Size);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        (await pair.Receiver.ExitAsync()).ShouldBe(SigKill, pair.Receiver.Log);
        await pair.Receiver.StartAsync();
        await pair.ShouldArriveAsync(transfer.Id, file);
    }

    [Fact]
    public async Task The_sender_is_killed_when_it_has_accepted_and_the_same_key_gives_the_same_transfer()
    {
        await using var pair = await DaemonPair.StartAsync(prosody, senderFailPoint: "outgoing:submitted");
        var file = pair.NewFile(Size);
        await KilledWhileSendingAsync(pair, file, key: "order-66");
        await pair.Sender.StartAsync();
        var again = await pair.Sender.SendAsync(file.Path, pair.Peer, key: "order-66");
        await pair.ShouldArriveAsync(again.Id, file);
        (await pair.Sender.SendAsync(file.Path, pair.Peer, key: "order-66")).Id.ShouldBe(again.Id);
        (await pair.Sender.ListAsync()).Length.ShouldBe(1);
    }

    // Whether the answer comes before the death is a race; the transfer is durable in either case.
    private static async Task KilledWhileSendingAsync(DaemonPair pair, TestFile file, string? key = null)
    {
        try
        {
            await pair.Sender.SendAsync(file.Path, pair.Peer, key);
        }
        catch (HttpRequestException)
        {
        }

        (await pair.Sender.ExitAsync()).ShouldBe(SigKill, pair.Sender.Log);
    }

    [Theory]
    [InlineData("sender")]
    [InlineData("receiver")]
    [InlineData("both")]
    public async Task Killed_twice_while_the_bytes_flow(string side)
    {
        await using var pair = await DaemonPair.StartAsync(prosody, transfer: "max-rate = 4MiB");
        var file = pair.NewFile((16 * Mebi) + 1);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        var resumedAt = 0L;
        foreach (var offset in new[] { 4 * Mebi, 9 * Mebi })
        {
            var seen = (await pair.Receiver.IncomingAsync(t => t.State == "Streaming" && t.Offset >= offset)).Offset;
            if (side != "receiver")
                await pair.Sender.KillAsync();
            if (side != "sender")
                await pair.Receiver.KillAsync();
            if (side != "receiver")
                await pair.Sender.StartAsync();
            if (side != "sender")
                await pair.Receiver.StartAsync();
            var before = resumedAt;
            resumedAt = (await pair.Receiver.IncomingAsync(t => t.State is "Streaming" or "Completed" && t.ResumedAt > before)).ResumedAt;
            resumedAt.ShouldBeGreaterThanOrEqualTo(seen - SentTwice, pair.Receiver.Log);
        }

        var sent = await pair.ShouldArriveAsync(transfer.Id, file);
        sent.ResumedAt.ShouldBe(resumedAt);
        sent.Sessions.ShouldBeGreaterThanOrEqualTo(3);
    }
}
