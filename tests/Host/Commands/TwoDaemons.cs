using System.Net;
using System.Net.Sockets;
using Orchestrator.Sandbox;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>A sender and a receiver as processes, on one sandbox server. The receiver takes files from the sender only, up to 64 MiB.</summary>
public sealed class TwoDaemons : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort();
    private SandboxServer? _server;
    private RunningDaemon? _sender;
    private RunningDaemon? _receiver;

    /// <summary>The sender's API, the same after a restart.</summary>
    public string Url => _sender!.Url;

    /// <summary>Where the files of the tests lie.</summary>
    public string Outbox => _folder.In("outbox");

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions
        {
            Users = new Dictionary<string, string> { ["sender"] = "secret", ["receiver"] = "secret" },
        });
        _folder.Write("password", "secret");
        Directory.CreateDirectory(Outbox);
        Directory.CreateDirectory(_folder.In("inbox"));
        _sender = await RunningDaemon.StartAsync(Config("sender", _port));
        _receiver = await RunningDaemon.StartAsync(Config("receiver", 0));
    }

    public async Task DisposeAsync()
    {
        await _sender!.DisposeAsync();
        await _receiver!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>SIGKILL to the sender, and a new one in its place.</summary>
    public async Task KillAndRestartSenderAsync()
    {
        await _sender!.StopAsync("KILL");
        await _sender.DisposeAsync();
        _sender = await RunningDaemon.StartAsync(_folder.In("sender.conf"));
    }

    /// <summary>A new file of random bytes in the outbox; returns its name.</summary>
    internal string File(int size)
    {
        var name = $"{Guid.NewGuid():N}.bin";
        var bytes = new byte[size];
        Random.Shared.NextBytes(bytes);
        System.IO.File.WriteAllBytes(Path.Combine(Outbox, name), bytes);
        return name;
    }

    /// <summary>Whether the file of that name has arrived whole.</summary>
    internal bool HasArrived(string name) =>
        System.IO.File.ReadAllBytes(_folder.In("inbox", name)).AsSpan().SequenceEqual(System.IO.File.ReadAllBytes(Path.Combine(Outbox, name)));

    private string Config(string user, int httpPort) => _folder.Write($"{user}.conf", $$"""
        orchestrator {
          data-dir = "{{user}}-data"
          accounts = [
            { jid = "{{user}}@localhost", host = "127.0.0.1", port = {{_server!.C2sPort}}, tls = insecure, password-file = password,
              inbox = inbox, accept-from = ["sender@localhost"], max-size = 64MiB }
          ]
          s5b { listen = "127.0.0.1:0", advertise = ["127.0.0.1"] }
          http.url = "http://127.0.0.1:{{httpPort}}"
          transfer { max-rate = 4MiB, checkpoint.interval = 200ms, retry { min-backoff = 100ms, max-backoff = 1s } }
        }
        """);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
