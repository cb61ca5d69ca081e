using System.Globalization;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput.Servers;

/// <summary>
/// A throw-away XMPP server with a SOCKS5 proxy, without shapers and without a log of stanzas. Client connections on
/// 127.0.0.1, with STARTTLS; all users see each other's presence.
/// </summary>
internal abstract class BenchServer : IAsyncDisposable
{
    /// <summary>The password of every user.</summary>
    public const string Password = Prosody.Password;

    /// <summary>The component that is the proxy.</summary>
    public const string ProxyName = "proxy.localhost";

    /// <summary>Users, <c>u1@localhost</c> and on.</summary>
    protected const int Users = 40;

    /// <summary>Off unless asked for: with it Prosody holds QXmpp's blocks up by 40 ms each.</summary>
    protected static bool StreamManagement { get; } = Environment.GetEnvironmentVariable("SM") == "1";

    private int _users;

    protected BenchServer(string proxyAddress)
    {
        ProxyAddress = proxyAddress;
        Certificates.Write(Folder.NewFolder("certs"));
    }

    public abstract string Name { get; }

    public abstract int ProcessId { get; }

    public int ClientPort { get; } = Ports.Free();

    /// <summary>The port at which the proxy listens, on every address.</summary>
    public int ProxyPort { get; } = Ports.Free();

    /// <summary>The address of its proxy that the server tells.</summary>
    public string ProxyAddress { get; }

    /// <summary>The authority that signed the server's certificate, a PEM file.</summary>
    public string CaFile => Folder["certs/ca.crt"];

    protected TempFolder Folder { get; } = new();

    /// <summary>A user that nobody else uses.</summary>
    public string NewUser() => string.Create(CultureInfo.InvariantCulture, $"{UserName(++_users)}@localhost");

    /// <summary>How a daemon logs in here.</summary>
    public DaemonOptions Account(string jid) => new()
    {
        Jid = jid,
        XmppPort = ClientPort,
        CaFile = CaFile,
        Checkpoint = null, // the program's own default
    };

    public abstract ValueTask DisposeAsync();

    protected static string UserName(int n) => string.Create(CultureInfo.InvariantCulture, $"u{n}");
}
