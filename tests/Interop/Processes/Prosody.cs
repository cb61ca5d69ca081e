using System.Globalization;
using System.Net.Sockets;
using Orchestrator.Tests.Interop.Files;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>
/// A throw-away Prosody on loopback, with a folder, ports, certificate and users of its own. Users come in pairs that are
/// subscribed to each other's presence; components are <c>ft1.localhost</c>, <c>ft2.localhost</c> and so on.
/// </summary>
public sealed class Prosody : IAsyncLifetime, IDisposable
{
    /// <summary>The password of every user and the secret of every component.</summary>
    public const string Password = "correct horse";

    private const int Pairs = 40;
    private const int Components = 8;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly TempFolder _folder = new();
    private ChildProcess? _process;
    private int _pairs;
    private int _components;

    /// <summary>Client connections, with STARTTLS.</summary>
    public int ClientPort { get; } = Ports.Free();

    /// <summary>Client connections, TLS from the first byte.</summary>
    public int DirectTlsPort { get; } = Ports.Free();

    /// <summary>XEP-0114 component connections.</summary>
    public int ComponentPort { get; } = Ports.Free();

    /// <summary>Where its SOCKS5 proxy listens, on 127.0.0.1.</summary>
    public int ProxyPort { get; } = Ports.Free();

    /// <summary>The address that the proxy tells, of which nothing listens by itself: a relay makes it reachable.</summary>
    public const string ProxyAddress = "127.0.0.3";

    /// <summary>The authority that signed the server's certificate, a PEM file.</summary>
    public string CaFile => _folder["certs/ca.crt"];

    /// <summary>The server's log so far, every stanza included.</summary>
    public string Log => File.Exists(_folder["prosody.log"]) ? File.ReadAllText(_folder["prosody.log"]) : "";

    /// <summary>Two users that nobody else uses, subscribed to each other's presence.</summary>
    public (string First, string Second) NewPair()
    {
        var n = Interlocked.Increment(ref _pairs);
        n.ShouldBeLessThanOrEqualTo(Pairs, "raise Prosody.Pairs");
        return ($"a{n}@localhost", $"b{n}@localhost");
    }

    /// <summary>A component that nobody else uses.</summary>
    public string NewComponent()
    {
        var n = Interlocked.Increment(ref _components);
        n.ShouldBeLessThanOrEqualTo(Components, "raise Prosody.Components");
        return $"ft{n}.localhost";
    }

    /// <summary>How a daemon logs in here over STARTTLS.</summary>
    public DaemonOptions StartTls(string jid) => new() { Jid = jid, XmppPort = ClientPort, CaFile = CaFile };

    /// <summary>How a daemon logs in here over TLS from the first byte.</summary>
    public DaemonOptions DirectTls(string jid) => new() { Jid = jid, XmppPort = DirectTlsPort, CaFile = CaFile, Tls = "direct" };

    /// <summary>How a daemon attaches here as component.</summary>
    public DaemonOptions Component(string jid) => new() { Jid = jid, XmppPort = ComponentPort, Tls = "insecure" };

    public async Task InitializeAsync()
    {
        Certificates.Write(_folder.NewFolder("certs"));
        var accounts = _folder.NewFolder("data/localhost/accounts");
        var groups = new StringWriter(CultureInfo.InvariantCulture);
        for (var n = 1; n <= Pairs; n++)
        {
            groups.WriteLine($"[pair{n}]\na{n}@localhost=a{n}\nb{n}@localhost=b{n}");
            File.WriteAllText(Path.Combine(accounts, $"a{n}.dat"), $"return {{ [\"password\"] = \"{Password}\"; }};\n");
            File.WriteAllText(Path.Combine(accounts, $"b{n}.dat"), $"return {{ [\"password\"] = \"{Password}\"; }};\n");
        }

        File.WriteAllText(_folder["groups.txt"], groups.ToString());
        File.WriteAllText(_folder["prosody.cfg.lua"], Configuration());
        await StartAsync();
    }

    /// <summary>Starts the stopped or killed server on the same ports.</summary>
    public async Task StartAsync()
    {
        _process = await ChildProcess.StartAsync("prosody", ["--config", _folder["prosody.cfg.lua"], "-F"]);
        foreach (var port in new[] { ClientPort, DirectTlsPort, ComponentPort })
            await Wait.UntilAsync(() => AnswersAsync(port), _patience, () => $"Prosody does not listen on {port}:\n{_process.Output}\n{Log}");
    }

    /// <summary>Stops in order: streams are closed with an error.</summary>
    public async Task StopAsync()
    {
        _process!.Terminate();
        await _process.ExitAsync(_patience);
    }

    /// <summary>SIGKILL: streams break without a word.</summary>
    public Task KillAsync() => _process!.KillAsync();

    public async Task DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<bool> AnswersAsync(int port)
    {
        _process!.HasExited.ShouldBeFalse($"Prosody ended:\n{_process.Output}\n{Log}");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Configuration() => $$"""
        run_as_root = true
        pidfile = "{{_folder["prosody.pid"]}}"
        data_path = "{{_folder["data"]}}"
        certificates = "{{_folder["certs"]}}"
        interfaces = { "127.0.0.1" }
        local_interfaces = { "127.0.0.1" }
        c2s_ports = { {{ClientPort}} }
        c2s_direct_tls_ports = { {{DirectTlsPort}} }
        component_ports = { {{ComponentPort}} }
        component_interfaces = { "127.0.0.1" }
        s2s_ports = { }
        proxy65_ports = { {{ProxyPort}} }
        proxy65_interfaces = { "127.0.0.1" }
        modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "ping"; "smacks"; "posix"; "groups"; "stanza_debug" }
        modules_disabled = { "s2s"; "offline" }
        groups_file = "{{_folder["groups.txt"]}}"
        c2s_require_encryption = true
        authentication = "internal_plain"
        storage = "internal"
        log = { debug = "{{_folder["prosody.log"]}}" }
        VirtualHost "localhost"
        Component "proxy.localhost" "proxy65"
          proxy65_address = "{{ProxyAddress}}"
        {{string.Join('\n', Enumerable.Range(1, Components).Select(n => $"Component \"ft{n}.localhost\"\n  component_secret = \"{Password}\""))}}
        """;
}
