using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>A file goes from daemon to daemon through a real server, whatever the login and whatever the file.</summary>
public sealed class SendTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;

    [Theory]
    [InlineData("starttls", "starttls")]
    [InlineData("direct", "direct")]
    [InlineData("component", "component")]
    [InlineData("component", "starttls")]
    [InlineData("direct", "component")]
    public async Task A_file_arrives_whole_and_verified(string sender, string receiver)
    {
        var (first, second) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(Login(sender, first), Login(receiver, second));
        await pair.SendAsync(pair.NewFile((5 * Mebi) + 7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_file_of_nearly_nothing_arrives(long size)
    {
        await using var pair = await DaemonPair.StartAsync(prosody);
        await pair.SendAsync(pair.NewFile(size));
    }

    [Fact]
    public async Task A_file_of_more_than_4_GiB_arrives()
    {
        var (from, to) = prosody.NewPair();
        // The program's own checkpoints: thousands of small ones would measure the disk.
        await using var pair = await DaemonPair.StartAsync(
            prosody.StartTls(from) with { Checkpoint = null }, prosody.StartTls(to) with { Checkpoint = null });
        await pair.SendAsync(TestFile.Sparse(pair.NewPath(), (4L << 30) + 12_345), TimeSpan.FromMinutes(4));
    }

    [Theory]
    [InlineData("two\nlines.txt")]
    [InlineData("ünïcödé \U0001F600 日本語.tar.gz")]
    [InlineData("a'b\"c<d>&e;f`g$(h)|i*j?.txt")]
    [InlineData(" leading and trailing ")]
    [InlineData(".hidden")]
    [InlineData("NUL")]
    public async Task A_file_with_a_nasty_name_arrives_inside_the_inbox(string name)
    {
        await using var pair = await DaemonPair.StartAsync(prosody);
        var sent = await pair.SendAsync(pair.NewFile(1000, name));
        sent.Name.ShouldBe(name);
        Path.GetFileName((await pair.Receiver.IncomingAsync("Completed")).Path).ShouldNotStartWith(".");
    }

    [Fact]
    public async Task Two_files_of_one_name_both_arrive()
    {
        await using var pair = await DaemonPair.StartAsync(prosody);
        var file = pair.NewFile(Mebi, "same.bin");
        var first = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.Sender.WaitAsync(first.Id, "Completed");
        var changed = pair.NewFile(Mebi, "same.bin");
        var second = await pair.Sender.SendAsync(changed.Path, pair.Peer);
        second.Id.ShouldNotBe(first.Id);
        await pair.Sender.WaitAsync(second.Id, "Completed");
        var received = await pair.Receiver.ListAsync();
        received.Select(transfer => TestFile.HashOf(transfer.Path)).ShouldBe([changed.Sha256, file.Sha256]);
        pair.Receiver.InboxFiles.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Eight_files_at_once_all_arrive()
    {
        await using var pair = await DaemonPair.StartAsync(prosody);
        var files = Enumerable.Range(0, 8).Select(n => pair.NewFile((2 * Mebi) + n)).ToArray();
        var transfers = await Task.WhenAll(files.Select(file => pair.Sender.SendAsync(file.Path, pair.Peer)));
        foreach (var transfer in transfers)
            await pair.Sender.WaitAsync(transfer.Id, "Completed");
        (await pair.Receiver.ListAsync()).Select(transfer => TestFile.HashOf(transfer.Path)).ShouldBe(files.Select(file => file.Sha256), ignoreOrder: true);
        pair.Receiver.InboxFiles.Length.ShouldBe(files.Length);
    }

    [Fact]
    public async Task A_transfer_waits_for_a_peer_that_is_away_and_completes_when_it_comes()
    {
        var (from, to) = prosody.NewPair();
        await using var sender = await Daemon.CreateAsync(prosody.StartTls(from));
        await using var receiver = await Daemon.CreateAsync(prosody.StartTls(to), start: false);
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["late.bin"], Mebi);
        var transfer = await sender.SendAsync(file.Path, to);
        (await sender.WaitAsync(transfer.Id, "WaitingForPeer")).Reason.ShouldNotBeNull();
        await receiver.StartAsync();
        await sender.WaitAsync(transfer.Id, "Completed");
        TestFile.HashOf((await receiver.IncomingAsync("Completed")).Path).ShouldBe(file.Sha256);
    }

    private DaemonOptions Login(string kind, string user) => kind switch
    {
        "direct" => prosody.DirectTls(user),
        "component" => prosody.Component(prosody.NewComponent()),
        _ => prosody.StartTls(user),
    };
}
