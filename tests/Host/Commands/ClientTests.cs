using System.Text.Json;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>send, list, show and cancel against running daemons.</summary>
public sealed class ClientTests(TwoDaemons daemons) : IClassFixture<TwoDaemons>
{
    [Fact]
    public async Task Waiting_ends_with_0_when_the_file_is_there()
    {
        var name = daemons.File(100_000);
        var (exitCode, output, error) = await RunAsync("send", Path(name), "receiver@localhost", "--wait", "--description", "a test");

        exitCode.ShouldBe(ExitCode.Ok, error);
        output.ShouldHaveSingleLine().ShouldEndWith(" Completed");
        daemons.HasArrived(name).ShouldBeTrue();

        var shown = (await RunAsync("show", output.Split(' ')[0])).Output;
        shown.ShouldContain("remote id");
        // Its one session: number, start, road, bytes, phases.
        shown.ShouldMatch(@"\n  1  \S+ \S+Z? +s5b-direct +0-100000 +\d+ +\d+ +\d+ +- +\d+ +\d+  in good order\n");
        shown.ShouldContain("with       receiver@localhost/orchestrator");
        shown.ShouldContain("chosen by  policy");
    }

    [Fact]
    public async Task Waiting_outlives_a_killed_daemon()
    {
        var name = daemons.File(24 << 20);
        using var send = Programs.Start(["send", Path(name), "receiver@localhost", "--wait", "--json", "--url", daemons.Url]);
        var output = send.StandardOutput.ReadToEndAsync();
        while (await send.StandardError.ReadLineAsync() is { } line && !line.StartsWith("Streaming", StringComparison.Ordinal))
        {
        }

        await daemons.KillAndRestartSenderAsync();
        var error = await send.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await send.WaitForExitAsync();

        send.ExitCode.ShouldBe(ExitCode.Ok, error);
        error.ShouldContain("The daemon does not answer; asking again.");
        var transfer = JsonDocument.Parse((await output).ShouldHaveSingleLine()).RootElement;
        transfer.GetProperty("state").GetString().ShouldBe("Completed");
        transfer.GetProperty("sessions").GetInt32().ShouldBeGreaterThan(1);
        daemons.HasArrived(name).ShouldBeTrue();
    }

    [Fact]
    public async Task An_uploaded_file_arrives_although_the_daemon_cannot_read_it_and_is_not_uploaded_twice()
    {
        var name = daemons.File(300_000);
        var file = Path(name);
        var elsewhere = Directory.CreateDirectory(Path($"{Guid.NewGuid():N}")).FullName;
        var copy = System.IO.Path.Combine(elsewhere, name);
        File.Copy(file, copy);
        var (exitCode, output, error) = await RunAsync("send", "--upload", copy, "receiver@localhost", "--key", name, "--priority", "5", "--roads", "any", "--wait", "--json");
        exitCode.ShouldBe(ExitCode.Ok, error);
        daemons.HasArrived(name).ShouldBeTrue();
        var sent = JsonDocument.Parse(output.ShouldHaveSingleLine()).RootElement;
        sent.GetProperty("priority").GetInt32().ShouldBe(5);
        sent.GetProperty("path").GetString().ShouldNotBe(copy);

        (_, output, error) = await RunAsync("send", "--upload", copy, "receiver@localhost", "--key", name, "--json");
        JsonDocument.Parse(output.ShouldHaveSingleLine()).RootElement.GetProperty("id").GetString().ShouldBe(sent.GetProperty("id").GetString());
        error.ShouldContain("used before");
    }

    [Fact]
    public async Task An_upload_that_broke_off_goes_on_with_its_key()
    {
        var name = daemons.File(3_000_000);
        var bytes = await File.ReadAllBytesAsync(Path(name));
        using var http = new HttpClient { BaseAddress = new Uri(daemons.Url) };
        using var part = new HttpRequestMessage(HttpMethod.Post, $"/v1/transfers/upload?peer=receiver@localhost&name={name}")
        {
            Content = new ByteArrayContent(bytes, 0, 2_000_000) { Headers = { ContentRange = new(0, 1_999_999, bytes.Length) } },
        };
        part.Headers.Add("Idempotency-Key", name);
        using var partly = await http.SendAsync(part);
        partly.StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);

        // Were it begun anew, zeros would arrive.
        await File.WriteAllBytesAsync(Path(name), [.. new byte[2_000_000], .. bytes.AsSpan(2_000_000)]);
        var (exitCode, _, error) = await RunAsync("send", "--upload", Path(name), "receiver@localhost", "--key", name, "--wait");

        exitCode.ShouldBe(ExitCode.Ok, error);
        await File.WriteAllBytesAsync(Path(name), bytes);
        daemons.HasArrived(name).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_that_cannot_be_uploaded_is_told()
    {
        var (exitCode, _, error) = await RunAsync("send", "--upload", "/nowhere/a.bin", "receiver@localhost");
        exitCode.ShouldBe(ExitCode.Refused);
        error.ShouldContain("/nowhere/a.bin cannot be read");
    }

    [Fact]
    public async Task Waiting_ends_with_1_when_the_peer_does_not_want_the_file()
    {
        var name = daemons.File(65 << 20);
        var (exitCode, output, error) = await RunAsync("send", Path(name), "receiver@localhost", "--wait", "--json");

        exitCode.ShouldBe(ExitCode.Failed, error);
        JsonDocument.Parse(output.ShouldHaveSingleLine()).RootElement.GetProperty("state").GetString().ShouldBe("Declined");
        error.ShouldContain("Declined");
    }

    [Fact]
    public async Task What_was_sent_can_be_listed_shown_and_cancelled()
    {
        var name = daemons.File(10);
        var (_, sent, _) = await RunAsync("send", Path(name), "nobody@localhost", "--json");
        var id = JsonDocument.Parse(sent.ShouldHaveSingleLine()).RootElement.GetProperty("id").GetString()!;

        (await RunAsync("list")).Output.ShouldContain(id);
        (await RunAsync("list", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldContain(line => JsonDocument.Parse(line, default).RootElement.GetProperty("id").GetString() == id);
        (await RunAsync("show", id)).Output.ShouldContain("nobody@localhost");
        (await RunAsync("cancel", id)).Output.ShouldHaveSingleLine().ShouldBe($"{id} Cancelled");

        var (exitCode, _, error) = await RunAsync("cancel", id);
        exitCode.ShouldBe(ExitCode.Refused);
        error.ShouldContain("wrong-state");
    }

    [Fact]
    public async Task The_same_key_is_the_same_transfer_and_other_content_is_refused()
    {
        var (one, other) = (daemons.File(10), daemons.File(10));
        var first = await RunAsync("send", Path(one), "nobody@localhost", "--key", "k1");
        var again = await RunAsync("send", Path(one), "nobody@localhost", "--key", "k1");
        var conflict = await RunAsync("send", Path(other), "nobody@localhost", "--key", "k1");

        again.Output.Split(' ')[0].ShouldBe(first.Output.Split(' ')[0]);
        again.Error.ShouldContain("This key was used before");
        conflict.ExitCode.ShouldBe(ExitCode.Refused);
        conflict.Error.ShouldContain("key-conflict");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var (exitCode, _, error) = await RunAsync("send", Path("nix"), "receiver@localhost");
        exitCode.ShouldBe(ExitCode.Refused);
        error.ShouldContain("source-missing");
    }

    private string Path(string name) => System.IO.Path.Combine(daemons.Outbox, name);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) =>
        Programs.RunAsync([.. args, "--url", daemons.Url]);
}
