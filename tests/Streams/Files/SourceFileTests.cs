using System.Net.Sockets;
using Orchestrator.Streams.Files;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Files;

public sealed class SourceFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_regular_file_is_known_by_path_size_and_time()
    {
        var path = _folder.Write("a.bin", new byte[10]);
        var file = SourceFile.Inspect(path);
        file.Path.ShouldBe(path);
        file.Size.ShouldBe(10);
        file.ModifiedAt.UtcDateTime.ShouldBe(File.GetLastWriteTimeUtc(path));
        file.Check().ShouldBeNull();
    }

    [Fact]
    public void Growing_shrinking_touching_and_deleting_make_it_another_file()
    {
        var path = _folder.Write("a.bin", new byte[10]);
        var file = SourceFile.Inspect(path);

        File.AppendAllText(path, "more");
        file.Check()!.Kind.ShouldBe(SourceFileError.Changed);
        File.WriteAllBytes(path, new byte[10]);
        File.SetLastWriteTimeUtc(path, file.ModifiedAt.UtcDateTime);
        file.Check().ShouldBeNull();
        File.SetLastWriteTimeUtc(path, file.ModifiedAt.UtcDateTime.AddTicks(10));
        file.Check()!.Kind.ShouldBe(SourceFileError.Changed);
        File.Delete(path);
        file.Check()!.Kind.ShouldBe(SourceFileError.Missing);
    }

    [Theory]
    [InlineData("absent.bin")]
    [InlineData("absent/folder/file.bin")]
    public void A_missing_file_is_told(string name) => KindOf(_folder[name]).ShouldBe(SourceFileError.Missing);

    [Fact]
    public void A_folder_is_told() => KindOf(_folder.Path).ShouldBe(SourceFileError.Directory);

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    public void A_device_is_told(string path) => KindOf(path).ShouldBe(SourceFileError.Special);

    [Fact]
    public void A_socket_is_told()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["s"]));
        KindOf(_folder["s"]).ShouldBe(SourceFileError.Special);
    }

    [Fact]
    public async Task A_fifo_is_told_without_waiting_for_its_writer()
    {
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", _folder["fifo"]);
        await mkfifo.WaitForExitAsync();
        var kind = await Task.Run(() => KindOf(_folder["fifo"])).WaitAsync(Loopback.Patience);
        kind.ShouldBe(SourceFileError.Special);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_told()
    {
        // A file of the kernel that even root can only write to.
        KindOf("/proc/sys/net/ipv4/route/flush").ShouldBe(SourceFileError.Unreadable);
    }

    [Fact]
    public void A_symbolic_link_is_followed()
    {
        File.CreateSymbolicLink(_folder["link"], _folder.Write("a.bin", new byte[7]));
        SourceFile.Inspect(_folder["link"]).Size.ShouldBe(7);
    }

    private static SourceFileError KindOf(string path) => Should.Throw<SourceFileException>(() => SourceFile.Inspect(path)).Kind;
}
