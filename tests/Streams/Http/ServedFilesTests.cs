using Orchestrator.Streams;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Http;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Http;

public sealed class ServedFilesTests : IDisposable
{
    private static readonly Uri _base = new("https://files.example.org/oob/");
    private readonly TempFolder _folder = new();
    private readonly ServedFiles _files = new(_base, TimeSpan.FromHours(1), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    private SourceFile Source(string name = "a b;\"ü.bin", int size = 100_000) => SourceFile.Inspect(_folder.Write(name, TempFolder.Bytes(size)));

    [Fact]
    public void A_url_cannot_be_guessed_and_names_the_file()
    {
        var source = Source();
        var (one, other) = (_files.Add(source, null), _files.Add(source, null));
        one.Url.ShouldNotBe(other.Url);
        one.Url.AbsoluteUri.ShouldStartWith("https://files.example.org/oob/");
        one.Url.Segments[^2].Length.ShouldBeGreaterThanOrEqualTo(128 / 6);
        Uri.UnescapeDataString(one.Url.Segments[^1]).ShouldBe(one.Name);
        _files.Find(one.Url.AbsolutePath).ShouldBe(one);
        _files.Find("/" + string.Join("", one.Url.Segments[^2..])).ShouldBe(one, "a proxy may cut the public path off");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/x")]
    [InlineData("/../../etc/passwd")]
    public void Only_what_is_offered_is_found(string path)
    {
        var file = _files.Add(Source(), null);
        _files.Find(path).ShouldBeNull();
        _files.Find(file.Source.Path).ShouldBeNull();
        _files.Remove(file);
        _files.Find(file.Url.AbsolutePath).ShouldBeNull();
    }

    [Fact]
    public void A_url_expires()
    {
        var files = new ServedFiles(_base, TimeSpan.Zero, TimeProvider.System);
        files.Find(files.Add(Source(), null).Url.AbsolutePath).ShouldBeNull();
    }

    [Fact]
    public async Task A_reader_gets_the_bytes_from_where_it_likes_until_the_offer_is_withdrawn()
    {
        var source = Source();
        var file = _files.Add(source, null);
        await using var stream = file.TryOpen()!;
        stream.Seek(50_000, SeekOrigin.Begin);
        (await stream.ReadAsync(50_000)).ShouldHoldBytes(TempFolder.Bytes(100_000)[50_000..]);
        file.Position.ShouldBe(100_000);
        stream.Position = 0;
        _files.Remove(file);
        await Should.ThrowAsync<OperationCanceledException>(async () => await stream.ReadExactlyAsync(new byte[1]));
    }

    [Fact]
    public async Task Who_reads_the_end_first_or_reads_again_is_still_seen_to_read()
    {
        var file = _files.Add(Source(), null);
        await using var stream = file.TryOpen()!;
        stream.Seek(-1, SeekOrigin.End);
        await stream.ReadExactlyAsync(new byte[1]);
        (file.Position, file.Moved).ShouldBe((100_000, 1));
        stream.Position = 0;
        await stream.ReadExactlyAsync(new byte[1000]);
        (file.Position, file.Moved).ShouldBe((100_000, 1001));
    }

    [Fact]
    public void Another_file_in_its_place_is_not_served()
    {
        var source = Source("a", 10);
        var file = _files.Add(source, null);
        _folder.Write("a", TempFolder.Bytes(11));
        Should.Throw<SourceFileException>(() => file.TryOpen()).Kind.ShouldBe(SourceFileError.Changed);
    }

    [Fact]
    public void Few_may_read_at_once()
    {
        var file = _files.Add(Source(), null);
        var readers = Enumerable.Range(0, 4).Select(_ => file.TryOpen().ShouldNotBeNull()).ToList();
        file.TryOpen().ShouldBeNull();
        readers[0].Dispose();
        readers[0].Dispose();
        readers[0] = file.TryOpen().ShouldNotBeNull();
        file.TryOpen().ShouldBeNull();
        readers.ForEach(r => r.Dispose());
    }

    [Fact]
    public async Task All_readers_of_a_file_share_its_rate()
    {
        var time = new VirtualTime();
        var pace = new Pace(16 * 1024, time);
        var (one, other) = (pace.WaitAsync(8 * 1024, CancellationToken.None), pace.WaitAsync(8 * 1024, CancellationToken.None));
        time.Advance(TimeSpan.FromMilliseconds(500));
        await one.WaitAsync(Loopback.Patience);
        other.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(500));
        await other.WaitAsync(Loopback.Patience);
    }
}
