using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>Commands that wait, and what ends them: one of several files that fails, Ctrl+C, a daemon that goes away.</summary>
public sealed class WaitTests(TwoDaemons daemons) : IClassFixture<TwoDaemons>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_file_that_is_not_there_keeps_no_other_from_being_sent()
    {
        var (one, other) = (daemons.File(1000), daemons.File(1000));
        var (exitCode, output, error) = await RunAsync("send", Path(one), Path("nowhere"), Path(other), "receiver@localhost", "--wait");

        exitCode.ShouldBe(ExitCode.Refused);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        (daemons.HasArrived(one) && daemons.HasArrived(other)).ShouldBeTrue();
        error.ShouldContain(Path("nowhere"));
        error.ShouldContain("(source-missing)");
    }

    [Fact]
    public async Task One_file_that_is_declined_is_named_and_the_others_arrive()
    {
        var (good, large) = (daemons.File(1000), daemons.File(65 << 20));
        var (exitCode, output, error) = await RunAsync("send", Path(large), Path(good), "receiver@localhost", "--wait", "--json");

        exitCode.ShouldBe(ExitCode.Failed, error);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("state").GetString()).ShouldBe(["Declined", "Completed"]);
        error.ShouldContain($"{large} Declined: ");
        error.ShouldNotContain($"{good} Declined: ");
        daemons.HasArrived(good).ShouldBeTrue();
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_at_once_tells_the_id_and_the_transfer_goes_on()
    {
        var name = daemons.File(16 << 20);
        using var send = Start("send", Path(name), "receiver@localhost", "--wait");
        var output = send.StandardOutput.ReadToEndAsync();
        await LineAsync(send.StandardError, line => line.StartsWith("Streaming", StringComparison.Ordinal));

        var took = await InterruptAsync(send);

        took.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await output).ShouldBeEmpty();
        var id = (await LineAsync(send.StandardError, line => line.Contains("goes on", StringComparison.Ordinal))).Split(' ')[^1].TrimEnd('\'', '.');
        await Eventually.TrueAsync(async () => (await RunAsync("show", id)).Output.Contains("Completed", StringComparison.Ordinal));
        daemons.HasArrived(name).ShouldBeTrue();
    }

    [Theory]
    [InlineData("watch", "--json")]
    [InlineData("events", "--follow", "--after", "0", "--json")]
    public async Task Ctrl_C_ends_what_follows(params string[] args)
    {
        await RunAsync("send", Path(daemons.File(10)), "nobody@localhost");
        using var follow = Start(args);
        JsonDocument.Parse(await LineAsync(follow.StandardOutput, _ => true)).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        await InterruptAsync(follow);
    }

    [Theory]
    [InlineData("watch", "--json")]
    [InlineData("watch")]
    [InlineData("events", "--follow", "--after", "0")]
    public async Task What_follows_ends_when_nobody_reads_it_any_more(params string[] args)
    {
        await RunAsync("send", Path(daemons.File(10)), "nobody@localhost");
        using var follow = Start(args);
        await LineAsync(follow.StandardOutput, _ => true);

        follow.StandardOutput.Close();

        await RunAsync("send", Path(daemons.File(10)), "nobody@localhost");
        using var patience = new CancellationTokenSource(Patience);
        await follow.WaitForExitAsync(patience.Token);
        follow.ExitCode.ShouldBe(ExitCode.Interrupted);
        (await follow.StandardError.ReadToEndAsync(patience.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_that_are_followed_go_on_when_the_daemon_is_back()
    {
        await RunAsync("send", Path(daemons.File(10)), "nobody@localhost");
        using var follow = Start("events", "--after", "0", "--follow");
        await LineAsync(follow.StandardOutput, _ => true);

        await daemons.KillAndRestartSenderAsync();

        var id = (await RunAsync("send", Path(daemons.File(10)), "nobody@localhost")).Output.Split(' ')[0];
        (await LineAsync(follow.StandardOutput, line => line.Contains(id, StringComparison.Ordinal))).ShouldContain("submitted");
        await InterruptAsync(follow);
    }

    private static async Task<string> LineAsync(StreamReader reader, Predicate<string> wanted)
    {
        var seen = new List<string>();
        while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (wanted(line))
                return line;
            seen.Add(line);
        }

        throw new InvalidOperationException($"It ended after: {string.Join('\n', seen)}");
    }

    private static async Task<TimeSpan> InterruptAsync(Process process)
    {
        var began = Stopwatch.GetTimestamp();
        await Programs.SignalAsync(process, "INT");
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(ExitCode.Interrupted);
        return Stopwatch.GetElapsedTime(began);
    }

    private string Path(string name) => System.IO.Path.Combine(daemons.Outbox, name);

    private Process Start(params string[] args) => Programs.Start([.. args, "--url", daemons.Url]);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => Programs.RunAsync([.. args, "--url", daemons.Url]);
}
