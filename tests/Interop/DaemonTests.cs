using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>The daemon as its operator and the bots beside it see it.</summary>
public sealed class DaemonTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;

    [Fact]
    public async Task A_wrong_password_is_told_once_and_not_tried_again()
    {
        var (from, _) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from) with { Password = "wrong" });
        await Wait.UntilAsync(() => daemon.Log.Contains("password", StringComparison.OrdinalIgnoreCase), TimeSpan.FromSeconds(20), () => daemon.Log);
        daemon.Log.ShouldContain(from);
        daemon.Log.ShouldNotContain("\"wrong\"");

        // Meanwhile another daemon logs in and a file goes round: time enough for a second attempt to be seen.
        await using var pair = await DaemonPair.StartAsync(prosody);
        await pair.SendAsync(pair.NewFile(Mebi));
        Occurrences(prosody.Log, "not-authorized").ShouldBe(1);
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_another_authority_is_not_trusted()
    {
        using var folder = new TempFolder();
        Certificates.Write(folder.Path);
        var (from, _) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from) with { CaFile = folder["ca.crt"] });
        await Wait.UntilAsync(() => daemon.Log.Contains("certificate", StringComparison.OrdinalIgnoreCase), TimeSpan.FromSeconds(20), () => daemon.Log);
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_folder_is_refused()
    {
        var (from, _) = prosody.NewPair();
        await using var first = await Daemon.CreateAsync(prosody.StartTls(from));
        await using var second = await ChildProcess.StartAsync(
            HostProgram.DotNet,
            [HostProgram.Path, "serve", "--config", first.ConfigFile],
            new Dictionary<string, string> { [Daemon.PasswordVariable] = XmppServer.Password });
        (await second.ExitAsync(TimeSpan.FromSeconds(30))).ShouldNotBe(0);
        second.Output.ShouldContain("data");
        (await first.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listen_port_that_is_taken_is_told_at_start()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (from, _) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from) with { Listen = $"0.0.0.0:{port}" }, start: false);
        await daemon.LaunchAsync();
        (await daemon.ExitAsync()).ShouldNotBe(0);
        daemon.Log.ShouldContain(port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    [Trait("Conformance", "19")]
    public async Task Garbage_and_silence_on_the_SOCKS_port_hold_nobody_up()
    {
        var port = Ports.Free();
        var (from, to) = prosody.NewPair();
        await using var pair = await DaemonPair.StartAsync(prosody.StartTls(from) with { Listen = $"127.0.0.1:{port}" }, prosody.StartTls(to));
        string[] words = ["", "\u0005", "\u0005\u0001", "GET / HTTP/1.1\r\n\r\n", "\u0004\u0001\u0000\u0050", new string('\u0005', 100_000)];
        var clients = new List<TcpClient>();
        foreach (var word in Enumerable.Repeat(words, 10).SelectMany(all => all))
        {
            var client = new TcpClient();
            clients.Add(client);
            await client.ConnectAsync("127.0.0.1", port);
            try
            {
                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(word));
            }
            catch (IOException)
            {
                // Thrown out in the middle of its speech.
            }
        }

        await pair.SendAsync(pair.NewFile(3 * Mebi));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_stop_in_mid_transfer_is_clean_and_the_transfer_goes_on_afterwards()
    {
        await using var pair = await DaemonPair.StartAsync(prosody, transfer: "max-rate = 4MiB");
        var file = pair.NewFile(10 * Mebi);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.Receiver.IncomingAsync(t => t.Offset >= 3 * Mebi);
        (await pair.Receiver.StopAsync()).ShouldBe(0, pair.Receiver.Log);
        (await pair.Sender.StopAsync()).ShouldBe(0, pair.Sender.Log);
        await pair.Sender.StartAsync();
        await pair.Receiver.StartAsync();
        (await pair.ShouldArriveAsync(transfer.Id, file)).ResumedAt.ShouldBeGreaterThan(2 * Mebi);
    }

    [Fact]
    public async Task The_same_key_with_another_file_is_a_conflict_and_changes_nothing()
    {
        var (from, to) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from));
        using var folder = new TempFolder();
        var (one, other) = (TestFile.Random(folder["one"], 10), TestFile.Random(folder["other"], 10));
        var first = await daemon.SendAsync(one.Path, to, key: "k");
        using var conflict = await daemon.PostAsync(other.Path, to, key: "k");
        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        conflict.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await daemon.ListAsync()).Select(t => (t.Id, t.Path)).ShouldBe([(first.Id, one.Path)]);
    }

    [Theory]
    [InlineData("missing", "source-missing")]
    [InlineData("directory", null)]
    [InlineData("/dev/zero", null)]
    [InlineData("relative.bin", null)]
    public async Task What_is_no_file_is_refused_at_once(string what, string? code)
    {
        var (from, to) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from));
        using var folder = new TempFolder();
        var path = what switch
        {
            "missing" => folder["nothing.bin"],
            "directory" => folder.NewFolder("folder"),
            _ => what,
        };
        using var answer = await daemon.PostAsync(path, to);
        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        var problem = await answer.Content.ReadAsStringAsync();
        problem.ShouldContain("\"detail\"");
        if (code is not null)
            problem.ShouldContain($"\"{code}\"");
        (await daemon.ListAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("vanishes")]
    [InlineData("shrinks")]
    [InlineData("grows")]
    [InlineData("changes")]
    public async Task A_source_that_changed_while_it_waited_is_never_sent(string what)
    {
        var (from, to) = prosody.NewPair();
        await using var sender = await Daemon.CreateAsync(prosody.StartTls(from));
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["source.bin"], Mebi);
        var transfer = await sender.SendAsync(file.Path, to);
        await sender.WaitAsync(transfer.Id, "WaitingForPeer");
        switch (what)
        {
            case "vanishes":
                File.Delete(file.Path);
                break;
            case "shrinks":
                TestFile.Random(file.Path, file.Size - 1);
                break;
            case "grows":
                TestFile.Random(file.Path, file.Size + 1);
                break;
            default:
                TestFile.Random(file.Path, file.Size);
                break;
        }

        await using var receiver = await Daemon.CreateAsync(prosody.StartTls(to));
        var failed = await sender.WaitAsync(transfer.Id, "Failed");
        failed.Reason.ShouldBe(what == "vanishes" ? "source-missing" : "source-changed");
        receiver.InboxFiles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_transfer_ends_on_both_sides_and_leaves_no_partial()
    {
        await using var pair = await DaemonPair.StartAsync(prosody, transfer: "max-rate = 1MiB");
        var transfer = await pair.Sender.SendAsync(pair.NewFile(20 * Mebi).Path, pair.Peer);
        await pair.Receiver.IncomingAsync(t => t.State == "Streaming" && t.Offset > 0);
        await pair.Sender.CancelAsync(transfer.Id);
        (await pair.Sender.GetAsync(transfer.Id)).State.ShouldBe("Cancelled");
        await pair.Receiver.IncomingAsync("Cancelled");
        await Wait.UntilAsync(() => pair.Receiver.InboxFiles.Length == 0, TimeSpan.FromSeconds(10), () => string.Join(", ", pair.Receiver.InboxFiles));
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
