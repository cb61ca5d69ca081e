using Orchestrator.Streams.Files;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Files;

public sealed class InboxTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Inbox _inbox;

    public InboxTests() => _inbox = new Inbox(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_partial_lies_hidden_in_the_same_folder() =>
        _inbox.PartialPath("a1-b2").ShouldBe(_folder[".orchestrator-a1-b2.partial"]);

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    public void A_partial_never_leaves_the_folder(string id) => Should.Throw<ArgumentException>(() => _inbox.PartialPath(id));

    [Fact]
    public void A_taken_name_gets_a_number_before_its_extension()
    {
        _inbox.ChooseTarget("a.txt").ShouldBe(_folder["a.txt"]);
        _folder.Write("a.txt", []);
        _inbox.ChooseTarget("a.txt").ShouldBe(_folder["a (2).txt"]);
        _folder.Write("a (2).txt", []);
        _inbox.ChooseTarget("../a.txt").ShouldBe(_folder["a (3).txt"]);
    }

    [Fact]
    public void The_number_fits_into_the_longest_name()
    {
        var first = _inbox.ChooseTarget(new string('ä', 200) + ".bin");
        File.WriteAllBytes(first, []);
        var second = _inbox.ChooseTarget(new string('ä', 200) + ".bin");
        second.ShouldEndWith(" (2).bin");
        File.WriteAllBytes(second, []);
    }

    [Fact]
    public void A_dangling_link_counts_as_taken()
    {
        File.CreateSymbolicLink(_folder["a.txt"], _folder["nowhere"]);
        _inbox.ChooseTarget("a.txt").ShouldBe(_folder["a (2).txt"]);
        _inbox.Publish(_folder.Write("p", [1]), _folder["a.txt"]).ShouldBeFalse();
        File.Exists(_folder["nowhere"]).ShouldBeFalse();
    }

    [Fact]
    public void Publishing_moves_the_partial_and_never_over_another_file()
    {
        var partial = _folder.Write("p", [1, 2, 3]);
        _folder.Write("taken.bin", [9]);
        _inbox.Publish(partial, _folder["taken.bin"]).ShouldBeFalse();
        File.ReadAllBytes(_folder["taken.bin"]).ShouldBe([9]);
        File.Exists(partial).ShouldBeTrue();

        _inbox.Publish(partial, _folder["free.bin"]).ShouldBeTrue();
        File.ReadAllBytes(_folder["free.bin"]).ShouldBe([1, 2, 3]);
        File.Exists(partial).ShouldBeFalse();
    }

    [Fact]
    public async Task Many_that_publish_the_same_name_at_once_lose_nothing()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 16 }, (i, _) =>
        {
            var partial = _inbox.PartialPath($"{i}");
            File.WriteAllText(partial, $"{i}");
            while (!_inbox.Publish(partial, _inbox.ChooseTarget("same.txt")))
            {
            }

            return ValueTask.CompletedTask;
        });

        Directory.GetFiles(_folder.Path).Select(File.ReadAllText).Order()
            .ShouldBe(Enumerable.Range(0, 40).Select(i => $"{i}").Order());
    }

    [Fact]
    public void Publishing_what_is_not_there_is_told()
    {
        var error = Should.Throw<InboxException>(() => _inbox.Publish(_folder["absent"], _folder["target"]));
        error.Message.ShouldContain(_folder["target"]);
    }

    [Fact]
    public void A_writable_folder_is_left_empty()
    {
        _inbox.CheckWritable();
        Directory.GetFileSystemEntries(_inbox.Folder).ShouldBeEmpty();
        _inbox.FreeBytes().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_missing_folder_is_told_and_not_made()
    {
        var inbox = new Inbox(_folder["not-mounted"]);
        Should.Throw<InboxException>(inbox.CheckWritable).Message.ShouldContain("not-mounted");
        Directory.Exists(inbox.Folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/proc/inbox")]
    [InlineData("/dev/null/inbox")]
    public void An_unwritable_folder_is_told(string folder) =>
        Should.Throw<InboxException>(() => new Inbox(folder).CheckWritable()).Message.ShouldContain(folder);
}
