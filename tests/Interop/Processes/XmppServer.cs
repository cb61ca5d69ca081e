using System.Net.Sockets;
using Orchestrator.Tests.Interop.Files;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>
/// A throw-away XMPP server on loopback, with a folder, ports, certificate and users of its own. Users come in pairs that are
/// subscribed to each other's presence; components are <c>ft1.localhost</c>, <c>ft2.localhost</c> and so on; the SOCKS5 proxy
/// is <c>proxy.localhost</c>.
/// </summary>
public abstract class XmppServer : IAsyncLifetime, IDisposable
{
    /// <summary>The password of every user and the secret of every component.</summary>
    public const string Password = "correct horse";

    /// <summary>The address that a closed proxy tells, of which nothing listens by itself: a relay makes it reachable.</summary>
    public const string ProxyAddress = "127.0.0.3";

    /// <summary>The proxy.</summary>
    public const string ProxyJid = "proxy.localhost";

    protected const int Pairs = 40;
    protected const int Components = 8;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private ChildProcess? _process;
    private int _pairs;
    private int _components;

    /// <param name="open">The proxy tells the address at which it listens, and serves components too; no stanza is logged, for there are many.</param>
    protected XmppServer(bool open)
    {
        IsOpen = open;
    }

    public int ProcessId => _process!.Id;

    /// <summary>Client connections, with STARTTLS.</summary>
    public int ClientPort { get; } = Ports.Free();

    /// <summary>Client connections, TLS from the first byte.</summary>
    public int DirectTlsPort { get; } = Ports.Free();

    /// <summary>XEP-0114 component connections.</summary>
    public int ComponentPort { get; } = Ports.Free();

    /// <summary>Where its SOCKS5 proxy listens, on 127.0.0.1.</summary>
    public int ProxyPort { get; } = Ports.Free();

    /// <summary>The authority that signed the server's certificate, a PEM file.</summary>
    public string CaFile => Folder["certs/ca.crt"];

    /// <summary>The server's log so far; every stanza too, unless it is open.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    protected bool IsOpen { get; }

    protected string ProxyHost => IsOpen ? "127.0.0.1" : ProxyAddress;

    protected TempFolder Folder { get; } = new();

    protected string LogFile => Folder["server.log"];

    /// <summary>Two users that nobody else uses, subscribed to each other's presence.</summary>
    public (string First, string Second) NewPair()
    {
        var n = Interlocked.Increment(ref _pairs);
        n.ShouldBeLessThanOrEqualTo(Pairs, "raise XmppServer.Pairs");
        return ($"a{n}@localhost", $"b{n}@localhost");
    }

    /// <summary>A component that nobody else uses.</summary>
    public string NewComponent()
    {
        var n = Interlocked.Increment(ref _components);
        n.ShouldBeLessThanOrEqualTo(Components, "raise XmppServer.Components");
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
        Certificates.Write(Folder.NewFolder("certs"));
        Configure();
        await StartAsync();
    }

    /// <summary>Starts the stopped or killed server on the same ports.</summary>
    public async Task StartAsync()
    {
        _process = await LaunchAsync();
        foreach (var port in new[] { ClientPort, DirectTlsPort, ComponentPort, ProxyPort })
            await Wait.UntilAsync(() => AnswersAsync(port), _patience, () => $"the server does not listen on {port}:\n{_process.Output}\n{Log}");
        await ReadyAsync(_process, _patience);
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

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes all that the program reads.</summary>
    protected abstract void Configure();

    protected abstract Task<ChildProcess> LaunchAsync();

    /// <summary>Its ports answer; returns when its users are there as well.</summary>
    protected virtual Task ReadyAsync(ChildProcess process, TimeSpan patience) => Task.CompletedTask;

    private async Task<bool> AnswersAsync(int port)
    {
        _process!.HasExited.ShouldBeFalse($"the server ended:\n{_process.Output}\n{Log}");
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
}
