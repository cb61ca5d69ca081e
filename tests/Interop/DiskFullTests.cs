using System.Diagnostics;
using System.Globalization;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>A receiver whose disk is too small, or becomes full in mid-transfer.</summary>
public sealed class DiskFullTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;

    [Fact]
    public async Task A_file_that_does_not_fit_on_the_disk_is_never_begun()
    {
        var (from, to) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(prosody.StartTls(from), prosody.StartTls(to) with { Account = "max-size = 1024TiB" });
        var path = pair.NewPath();
        using (var file = File.Create(path))
            file.SetLength(new DriveInfo(pair.Receiver.Inbox).AvailableFreeSpace + (1L << 36));
        var transfer = await pair.Sender.SendAsync(path, pair.Peer);
        await pair.Sender.WaitAsync(transfer.Id, t => t.Reason == "peer-busy");
        pair.Receiver.InboxFiles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disk_that_becomes_full_interrupts_and_the_file_arrives_when_there_is_room_again()
    {
        var disk = CanMount() ? new SmallDisk() : (ISmallDisk)new FileLimit();
        var (from, to) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(
            prosody.StartTls(from) with { Transfer = "max-rate = 2MiB" }, prosody.StartTls(to) with { Launcher = disk.Launcher });
        var file = pair.NewFile(5 * Mebi);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.Receiver.IncomingAsync(t => t.Offset >= Mebi);
        disk.Fill(pair.Receiver);
        await pair.Receiver.IncomingAsync(t => t.State == "Interrupted" && t.Reason == "disk-full");
        disk.Free(pair.Receiver);
        await pair.Sender.WaitAsync(transfer.Id, "Completed");
        var received = Directory.EnumerateFiles(disk.Inbox(pair.Receiver)).ShouldHaveSingleItem();
        TestFile.HashOf(received).ShouldBe(file.Sha256);
    }

    // Not in every container, even as root.
    private static bool CanMount()
    {
        using var probe = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--map-root-user", "mount", "-t", "tmpfs", "none", "/mnt"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    private interface ISmallDisk
    {
        string[] Launcher(string inbox);

        string Inbox(Daemon daemon);

        void Fill(Daemon daemon);

        void Free(Daemon daemon);
    }

    /// <summary>The inbox is a disk of 10 MiB, in a mount namespace that ends with the daemon.</summary>
    private sealed class SmallDisk : ISmallDisk
    {
        public string[] Launcher(string inbox) =>
        [
            "unshare", "--mount", "--map-root-user", "sh", "-c",
            "mount -t tmpfs -o size=10m none \"$0\" && exec setpriv --pdeathsig KILL -- \"$@\"", inbox,
        ];

        public string Inbox(Daemon daemon) => $"/proc/{daemon.ProcessId}/root{daemon.Inbox}";

        public void Fill(Daemon daemon)
        {
            using var file = File.Create(Ballast(daemon));
            try
            {
                while (true)
                {
                    file.Write(new byte[64 * 1024]);
                    file.Flush();
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Free(Daemon daemon) => File.Delete(Ballast(daemon));

        private string Ballast(Daemon daemon) => Path.Combine(Inbox(daemon), "ballast");
    }

    /// <summary>Where nothing can be mounted: "full" is a limit on the size of the daemon's files, which its signal would kill.</summary>
    private sealed class FileLimit : ISmallDisk
    {
        public string[] Launcher(string inbox) => ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

        public string Inbox(Daemon daemon) => daemon.Inbox;

        public void Fill(Daemon daemon) => Limit(daemon, "2097152:unlimited");

        public void Free(Daemon daemon) => Limit(daemon, "unlimited");

        private static void Limit(Daemon daemon, string size)
        {
            using var prlimit = Process.Start("prlimit", ["--pid", daemon.ProcessId.ToString(CultureInfo.InvariantCulture), $"--fsize={size}"]);
            prlimit.WaitForExit();
        }
    }
}
