using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Orchestrator.Host;
using Orchestrator.Sandbox;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>What <c>orchestrator doctor</c> finds, on a real server and on broken things.</summary>
public sealed class DoctorTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private SandboxServer _server = null!;
    private int _port;

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Users = new Dictionary<string, string> { ["bot"] = "right" } });
        _port = _server.C2sPort;
        _folder.Write("password", "right");
        Directory.CreateDirectory(_folder.In("inbox"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_all_is_well_it_says_so_and_changes_nothing()
    {
        var (exitCode, output, error) = await Programs.RunAsync("doctor", "--config", Config());

        exitCode.ShouldBe(ExitCode.Ok, output + error);
        output.ShouldContain("ok      login bot@localhost");
        output.ShouldContain("the password is right");
        output.ShouldContain("ok      s5b.listen");
        output.ShouldNotContain("FAULT", Case.Sensitive);
        Directory.Exists(_folder.In("data")).ShouldBeFalse();
    }

    [Fact]
    public async Task It_leaves_a_running_daemon_its_session()
    {
        await using var daemon = await RunningDaemon.StartAsync(Config());

        var (exitCode, output, _) = await Programs.RunAsync("doctor", "--config", Config());

        exitCode.ShouldBe(ExitCode.Ok, output);
        output.ShouldContain($"a daemon runs on it (process {daemon.Pid})");
        await daemon.StopAsync("TERM");
        (await daemon.LogAsync()).ShouldNotContain("Another client");
    }

    [Fact]
    public async Task A_wrong_password_is_a_fault_with_its_mend()
    {
        _folder.Write("password", "wrong");
        await FindsAsync("login bot@localhost", "password");
    }

    [Fact]
    public async Task A_server_that_is_down_is_a_fault_with_its_mend()
    {
        await _server.DisposeAsync();
        await FindsAsync("port bot@localhost", "start the server");
    }

    [Fact]
    public async Task A_taken_port_is_a_fault_with_its_mend()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await FindsAsync("s5b.listen", "another program has the port", $"s5b.listen = \"{taken.LocalEndpoint}\"");
    }

    [Fact]
    public async Task A_damaged_database_is_a_fault_with_its_mend()
    {
        Directory.CreateDirectory(_folder.In("data"));
        await File.WriteAllTextAsync(_folder.In("data", "orchestrator.db"), new string('x', 10_000));
        await FindsAsync("database", "restore");
    }

    [Fact]
    public async Task A_faulty_configuration_is_all_it_looks_at() => await FindsAsync("configuration", "no such setting", "colour = red");

    private async Task FindsAsync(string check, string words, string more = "s5b.listen = \"127.0.0.1:0\"")
    {
        var (exitCode, output, _) = await Programs.RunAsync("doctor", "--json", "--config", Config(more));

        exitCode.ShouldBe(ExitCode.Failed, output);
        var faults = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).Where(f => f.GetProperty("verdict").GetString() == "fault").ToList();
        var fault = faults.ShouldHaveSingleItem();
        fault.GetProperty("check").GetString().ShouldBe(check);
        fault.GetProperty("detail").GetString()!.ShouldContain(words);
    }

    private string Config(string more = "s5b.listen = \"127.0.0.1:0\"") => _folder.Write("my.conf", $$"""
        orchestrator {
          data-dir = data
          accounts = [ { jid = "bot@localhost", host = "127.0.0.1", port = {{_port}}, tls = insecure, password-file = password, inbox = inbox } ]
          http.url = "http://127.0.0.1:0"
          {{more}}
        }
        """);
}
