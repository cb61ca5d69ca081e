using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Serving;

/// <summary>The daemon as a process: start, stop and what keeps it from starting.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_it_in_order_and_within_its_grace(string signal)
    {
        await using var daemon = await RunningDaemon.StartAsync(Config());
        var began = TimeProvider.System.GetTimestamp();

        (await daemon.StopAsync(signal)).ShouldBe(ExitCode.Ok);

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        var log = await daemon.LogAsync();
        log.ShouldContain("Stopped");
        log.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Its_log_is_json_where_a_collector_reads_it()
    {
        await using var daemon = await RunningDaemon.StartAsync(Config(more: "log.format = json"));
        await daemon.StopAsync("TERM");

        foreach (var line in (await daemon.LogAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var entry = JsonDocument.Parse(line);
            DateTimeOffset.Parse(entry.RootElement.GetProperty("Timestamp").GetString()!, CultureInfo.InvariantCulture).Offset.ShouldBe(TimeSpan.Zero);
            entry.RootElement.GetProperty("EventId").GetInt32().ShouldBeGreaterThan(0);
            entry.RootElement.GetProperty("Message").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_data_is_refused_and_told_whose_it_is()
    {
        await using var first = await RunningDaemon.StartAsync(Config());

        var (exitCode, output, error) = await Programs.RunAsync("serve", "--config", Config("second.conf"));

        exitCode.ShouldBe(ExitCode.CannotStart);
        output.ShouldBeEmpty();
        error.ShouldContain($"belongs to a running daemon (process {first.Pid})");
    }

    [Fact]
    public async Task After_a_kill_the_data_can_be_taken_again()
    {
        await using (var first = await RunningDaemon.StartAsync(Config()))
            (await first.StopAsync("KILL")).ShouldBe(137);
        await using var second = await RunningDaemon.StartAsync(Config());
        (await second.StopAsync("TERM")).ShouldBe(ExitCode.Ok);
    }

    [Theory]
    [InlineData("http.url = \"http://127.0.0.1:{0}\"", "orchestrator.http.url")]
    [InlineData("s5b.listen = \"127.0.0.1:{0}\"", "{0}")]
    public async Task A_port_in_use_is_told(string setting, string expected)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var (exitCode, output, error) = await Programs.RunAsync(
            "serve", "--config", Config(more: setting.Replace("{0}", port, StringComparison.Ordinal)));

        exitCode.ShouldBe(ExitCode.CannotStart);
        output.ShouldBeEmpty();
        error.ShouldContain(expected.Replace("{0}", port, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_database_is_told()
    {
        Directory.CreateDirectory(_folder.In("data"));
        File.WriteAllText(_folder.In("data", "orchestrator.db"), new string('x', 100_000));

        var (exitCode, _, error) = await Programs.RunAsync("serve", "--config", Config());

        exitCode.ShouldBe(ExitCode.CannotStart);
        error.ShouldContain("orchestrator.db");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_faulty_configuration_starts_nothing()
    {
        var (exitCode, _, error) = await Programs.RunAsync("serve", "--config", Config(more: "colour = red"));
        exitCode.ShouldBe(ExitCode.Configuration);
        error.ShouldContain("orchestrator.colour: there is no such setting");
        Directory.Exists(_folder.In("data")).ShouldBeFalse();
    }

    // Nothing listens at the account's port: a daemon must serve its API all the same.
    private string Config(string name = "my.conf", string more = "")
    {
        _folder.Write("password", "hunter2");
        var http = more.Contains("http.url", StringComparison.Ordinal) ? "" : "http.url = \"http://127.0.0.1:0\"";
        var s5b = more.Contains("s5b.listen", StringComparison.Ordinal) ? "" : "s5b.listen = \"127.0.0.1:0\"";
        return _folder.Write(name, $$"""
            orchestrator {
              data-dir = data
              accounts = [ { jid = "bot@localhost", host = "127.0.0.1", port = 1, password-file = password } ]
              {{http}}
              {{s5b}}
              {{more}}
            }
            """);
    }
}
