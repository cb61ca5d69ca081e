namespace Orchestrator.Tests.Interop;

using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

/// <summary>A receiver whose disk is too small, or becomes full in mid-transfer.</summary>
public sealed class DiskFullTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;

    [Fact]
    public async Task A_file_that_does_not_fit_on_the_disk_is_never_begun()
    {
        await using var pair = await StartAsync();
        var transfer = await pair.Sender.SendAsync(pair.NewFile(20 * Mebi).Path, pair.Peer);
        await pair.Sender.WaitAsync(transfer.Id, t => t.Reason is not null);
        Inbox(pair).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disk_that_becomes_full_interrupts_and_the_file_arrives_when_there_is_room_again()
    {
        await using var pair = await StartAsync("max-rate = 2MiB");
        var file = pair.NewFile(5 * Mebi);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.Receiver.IncomingAsync(t => t.Offset >= Mebi);
        var ballast = Path.Combine(InboxPath(pair), "ballast");
        Fill(ballast);
        await pair.Receiver.IncomingAsync(t => t.State == "Interrupted" && t.Reason == "disk-full");
        File.Delete(ballast);
        await pair.Sender.WaitAsync(transfer.Id, "Completed");
        await pair.Receiver.IncomingAsync("Completed");
        TestFile.HashOf(Path.Combine(InboxPath(pair), Inbox(pair).ShouldHaveSingleItem())).ShouldBe(file.Sha256);
    }

    /// <summary>The receiver's inbox is a disk of 10 MiB, in a mount namespace that ends with the daemon.</summary>
    private Task<DaemonPair> StartAsync(string transfer = "")
    {
        var (from, to) = prosody.NewPair();
        return DaemonPair.StartAsync(
            prosody.StartTls(from) with { Transfer = transfer },
            prosody.StartTls(to) with
            {
                Launcher = inbox =>
                [
                    "unshare", "--mount", "--map-root-user", "sh", "-c",
                    "mount -t tmpfs -o size=10m none \"$0\" && exec setpriv --pdeathsig KILL -- \"$@\"", inbox,
                ],
            });
    }

    private static string InboxPath(DaemonPair pair) => $"/proc/{pair.Receiver.ProcessId}/root{pair.Receiver.Inbox}";

    private static string[] Inbox(DaemonPair pair) => [.. Directory.EnumerateFileSystemEntries(InboxPath(pair)).Select(path => Path.GetFileName(path)!)];

    private static void Fill(string path)
    {
        using var file = File.Create(path);
        var block = new byte[64 * 1024];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
