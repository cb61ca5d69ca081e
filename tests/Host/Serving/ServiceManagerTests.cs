using System.Net.Sockets;
using System.Text;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Serving;

/// <summary>What systemd hears of a daemon that it runs as Type=notify with a watchdog.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TempFolder _folder = new();
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public ServiceManagerTests()
    {
        _folder.Write("password", "hunter2");
        _manager.Bind(new UnixDomainSocketEndPoint(_folder.In("notify")));
    }

    public void Dispose()
    {
        _manager.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_told_that_the_daemon_serves_lives_and_stops()
    {
        await using var daemon = await RunningDaemon.StartAsync(Config(), ("NOTIFY_SOCKET", _folder.In("notify")), ("WATCHDOG_USEC", "900000"));

        (await HearAsync()).ShouldStartWith("READY=1\n");
        // Twice, so that it is no accident of the start.
        (await HearAsync()).ShouldBe("WATCHDOG=1");
        (await HearAsync()).ShouldBe("WATCHDOG=1");

        var exit = daemon.StopAsync("TERM");
        string heard;
        do
            heard = await HearAsync();
        while (heard == "WATCHDOG=1");
        heard.ShouldStartWith("STOPPING=1\n");
        (await exit).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Without_a_watchdog_it_hears_no_more_than_ready_and_stopping()
    {
        await using var daemon = await RunningDaemon.StartAsync(Config(), ("NOTIFY_SOCKET", _folder.In("notify")));

        (await HearAsync()).ShouldStartWith("READY=1\n");
        var exit = daemon.StopAsync("TERM");
        (await HearAsync()).ShouldStartWith("STOPPING=1\n");
        (await exit).ShouldBe(ExitCode.Ok);
    }

    private async Task<string> HearAsync()
    {
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(Patience);
        return Encoding.UTF8.GetString(buffer, 0, await _manager.ReceiveAsync(buffer, patience.Token));
    }

    private string Config() => _folder.Write("my.conf", """
        orchestrator {
          data-dir = data
          accounts = [ { jid = "bot@localhost", host = "127.0.0.1", port = 1, password-file = password } ]
          http.url = "http://127.0.0.1:0"
          s5b.listen = "127.0.0.1:0"
        }
        """);
}
