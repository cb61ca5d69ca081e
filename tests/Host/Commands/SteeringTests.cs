using System.Text.Json;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>What ops do with the commands, on two daemons: look, explain, steer one, steer many.</summary>
public sealed class SteeringTests(TwoDaemons daemons) : IClassFixture<TwoDaemons>
{
    [Fact]
    public async Task A_transfer_is_paused_explained_changed_resumed_and_its_history_says_so()
    {
        var id = await SendAsync("receiver@localhost", 32 << 20);

        (await OkAsync("pause", id)).ShouldBe($"{id} Paused\n");
        (await OkAsync("explain", id)).ShouldContain("paused", Case.Insensitive);
        JsonOf(await OkAsync("explain", id, "--json")).GetProperty("waitsFor").GetString().ShouldBe("paused");
        JsonOf(await OkAsync("set", id, "--priority", "42", "--max-rate", "64MiB", "--deadline", "3h", "--json")).GetProperty("priority").GetInt32().ShouldBe(42);
        (await OkAsync("resume", id)).ShouldStartWith(id);
        await UntilAsync(id, "Completed");

        var history = await OkAsync("history", id);
        foreach (var kind in (string[])["submitted", "paused", "adjusted", "resumed", "streaming-started", "completed"])
            history.ShouldContain(kind);
        var refused = await RunAsync("pause", id);
        refused.ExitCode.ShouldBe(ExitCode.Refused);
        refused.Error.ShouldContain("wrong-state");
    }

    [Fact]
    public async Task Many_are_chosen_by_a_filter_counted_before_and_steered_at_once()
    {
        var peer = $"nobody-{Guid.NewGuid():N}@localhost";
        for (var n = 0; n < 3; n++)
            await SendAsync(peer, 10);

        (await OkAsync("pause", "--peer", peer, "--dry-run")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        (await OkAsync("list", "--peer", peer, "--state", "Paused")).ShouldBeEmpty();
        // Nobody is there to say yes.
        (await RunAsync("pause", "--peer", peer)).ExitCode.ShouldBe(ExitCode.Usage);
        (await OkAsync("pause", "--peer", peer, "--yes")).ShouldContain("3 of 3");
        (await OkAsync("list", "--peer", peer, "--state", "Paused")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        (await OkAsync("list", "--peer", peer, "--newer-than", "2020-01-01T00:00:00Z", "--unchanged-for", "2999-01-01")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        (await OkAsync("list", "--peer", peer, "--older-than", "2020-01-01T00:00:00Z")).ShouldBeEmpty();
        JsonOf(await OkAsync("cancel", "--peer", peer, "--yes", "--json")).GetProperty("changed").GetInt32().ShouldBe(3);
        JsonOf(await OkAsync("counts", "--peer", peer, "--json")).GetProperty("total").GetProperty("count").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Of_several_that_are_changed_one_that_is_refused_keeps_no_other_from_it()
    {
        var id = await SendAsync($"nobody-{Guid.NewGuid():N}@localhost", 10);

        var (exitCode, output, error) = await RunAsync("set", "no-such-id", id, "--priority", "9");

        exitCode.ShouldBe(ExitCode.Refused);
        error.ShouldContain("no-such-transfer");
        output.ShouldStartWith(id);
        JsonOf(await OkAsync("show", id, "--json")).GetProperty("priority").GetInt32().ShouldBe(9);
        await OkAsync("cancel", id);
    }

    [Fact]
    public async Task What_happened_is_shown_to_its_end_without_knowing_a_cursor()
    {
        var id = await SendAsync($"nobody-{Guid.NewGuid():N}@localhost", 10);
        await OkAsync("cancel", id);

        (await OkAsync("events", "--last", "1000")).ShouldContain($"{id}");
        var lines = (await OkAsync("events", "--transfer", id)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldContain("submitted");
        lines[^1].ShouldContain("ended");
        JsonOf((await OkAsync("events", "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).GetProperty("kind").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Several_files_are_sent_at_once_each_under_its_own_key()
    {
        var files = Enumerable.Range(0, 3).Select(_ => Path(daemons.File(1000))).ToArray();
        var key = Guid.NewGuid().ToString("N");

        var sent = (await OkAsync(["send", .. files, "receiver@localhost", "--key", key, "--wait"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        sent.Length.ShouldBe(3);
        sent.ShouldAllBe(line => line.EndsWith(" Completed", StringComparison.Ordinal));
        files.ShouldAllBe(file => daemons.HasArrived(System.IO.Path.GetFileName(file)));
        var again = await RunAsync(["send", .. files, "receiver@localhost", "--key", key]);
        again.ExitCode.ShouldBe(ExitCode.Ok);
        again.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]).ShouldBe(sent.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task The_house_is_shown_drained_and_switched()
    {
        (await OkAsync("accounts")).ShouldContain("sender@localhost\tOnline");
        (await OkAsync("accounts", "disable", "sender@localhost")).ShouldContain("Disabled");
        (await OkAsync("accounts", "enable", "sender@localhost")).ShouldStartWith("sender@localhost ");
        (await OkAsync("drain")).ShouldContain("draining      yes");
        (await OkAsync("node")).ShouldContain("stall-timeout");
        JsonOf(await OkAsync("node", "--json")).GetProperty("draining").GetBoolean().ShouldBeTrue();
        (await OkAsync("undrain")).ShouldContain("draining      no");
        (await OkAsync("top")).ShouldContain("wait for a slot");
        JsonOf(await OkAsync("top", "--json")).GetProperty("node").GetProperty("queueDepth").GetInt32().ShouldBeGreaterThanOrEqualTo(0);
        await OkAsync("proxies", "--json");
        (await RunAsync("proxies", "disable", "no.such.proxy")).Error.ShouldContain("proxy-unknown");
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("pause", "some-id", "--all")]
    [InlineData("set", "some-id")]
    [InlineData("list", "--older-than", "yesterday")]
    [InlineData("list", "--older-than", "1.5")]
    [InlineData("events", "--last", "5", "--after", "5")]
    [InlineData("list", "--sort", "colour")]
    [InlineData("completion", "tcsh")]
    [InlineData("counts", "--by", "colour")]
    public async Task What_makes_no_sense_is_wrong_usage(params string[] args) => (await RunAsync(args)).ExitCode.ShouldBe(ExitCode.Usage);

    private string Path(string name) => System.IO.Path.Combine(daemons.Outbox, name);

    private async Task<string> SendAsync(string peer, int size) => (await OkAsync("send", Path(daemons.File(size)), peer)).Split(' ')[0];

    private async Task UntilAsync(string id, string state)
    {
        var last = "";
        for (var until = DateTime.UtcNow + TimeSpan.FromMinutes(1); DateTime.UtcNow < until; await Task.Delay(200))
        {
            last = JsonOf(await OkAsync("show", id, "--json")).GetProperty("state").GetString();
            if (last == state)
                return;
        }

        throw new TimeoutException($"{id} is {last}");
    }

    private async Task<string> OkAsync(params string[] args)
    {
        var (exitCode, output, error) = await RunAsync(args);
        exitCode.ShouldBe(ExitCode.Ok, $"{string.Join(' ', args)}: {output}{error}");
        return output;
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) =>
        Programs.RunAsync(args[0] == "completion" ? args : [.. args, "--url", daemons.Url]);

    private static JsonElement JsonOf(string output) => JsonDocument.Parse(output).RootElement;
}
