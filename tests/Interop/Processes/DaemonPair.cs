using Orchestrator.Tests.Interop.Files;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>Two daemons, and what must be true when a file went from one to the other.</summary>
public sealed class DaemonPair : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private int _files;

    private DaemonPair(Daemon sender, Daemon receiver, string peer)
    {
        (Sender, Receiver, Peer) = (sender, receiver, peer);
    }

    public Daemon Sender { get; }

    public Daemon Receiver { get; }

    /// <summary>The receiver's address.</summary>
    public string Peer { get; }

    /// <summary>Starts both, each with its fail point if it has one.</summary>
    public static async Task<DaemonPair> StartAsync(
        DaemonOptions sender, DaemonOptions receiver, string? senderFailPoint = null, string? receiverFailPoint = null)
    {
        var daemons = await Task.WhenAll(Daemon.CreateAsync(sender, senderFailPoint), Daemon.CreateAsync(receiver, receiverFailPoint));
        return new DaemonPair(daemons[0], daemons[1], receiver.Jid);
    }

    public static Task<DaemonPair> StartAsync(
        XmppServer server, string transfer = "", string? senderFailPoint = null, string? receiverFailPoint = null)
    {
        var (from, to) = server.NewPair();
        return StartAsync(
            server.StartTls(from) with { Transfer = transfer },
            server.StartTls(to) with { Transfer = transfer },
            senderFailPoint,
            receiverFailPoint);
    }

    public string NewPath(string? name = null) => _folder[name ?? $"file-{++_files}.bin"];

    public TestFile NewFile(long size, string? name = null) => TestFile.Random(NewPath(name), size);

    /// <summary>Sends and waits for the end.</summary>
    public async Task<Transfer> SendAsync(TestFile file, TimeSpan? timeout = null)
    {
        var transfer = await Sender.SendAsync(file.Path, Peer);
        return await ShouldArriveAsync(transfer.Id, file, timeout);
    }

    /// <summary>Both sides say Completed, and there is one file, the right one, and nothing else.</summary>
    public async Task<Transfer> ShouldArriveAsync(string id, TestFile file, TimeSpan? timeout = null, string road = "s5b-direct")
    {
        var sent = await Sender.WaitAsync(id, "Completed", timeout);
        var received = await Receiver.IncomingAsync("Completed");
        TestFile.HashOf(received.Path).ShouldBe(file.Sha256);
        Receiver.InboxFiles.ShouldBe([Path.GetFileName(received.Path)]);
        Path.GetDirectoryName(received.Path).ShouldBe(Receiver.Inbox);
        (await Sender.ListAsync()).Length.ShouldBe(1, Sender.Log);
        received.Sha256.ShouldBe(file.Sha256);
        received.Size.ShouldBe(file.Size);
        received.Offset.ShouldBe(file.Size);
        sent.Offset.ShouldBe(file.Size);
        sent.ConfirmedBy.ShouldBe("receipt");
        sent.Road.ShouldBe(file.Size == 0 ? null : road); // an empty file needs no road
        return sent;
    }

    public async ValueTask DisposeAsync()
    {
        await Sender.DisposeAsync();
        await Receiver.DisposeAsync();
        _folder.Dispose();
    }
}
