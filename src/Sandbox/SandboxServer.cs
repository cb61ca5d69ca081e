using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Sandbox.Routing;
using Orchestrator.Sandbox.Sessions;
using Orchestrator.Xmpp;

namespace Orchestrator.Sandbox;

/// <summary>
/// An XMPP server within the process, for the demo and for tests that must inject faults: clients with SCRAM and
/// optional STARTTLS, external components, routing, presence (everybody is subscribed to everybody) and disco. On
/// loopback only, without accounts of its own, storage or federation.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int MaxConnections = 256;
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);

    private readonly SandboxOptions _options;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly Socket _clients;
    private readonly Socket _components;
    private readonly Postman _postman;
    private readonly Router _router;
    private int _disposed;

    private SandboxServer(SandboxOptions options, ILogger log)
    {
        _options = options;
        _log = log;
        _postman = new Postman(Faults, options.Time, log, _stop.Token);
        _router = new Router(options, _postman);
        Certificate = SelfSignedCertificate.Create(options.Domain);
        _clients = Listen(options.Address, options.Port);
        _components = Listen(options.Address, options.ComponentPort);
    }

    /// <summary>The port for clients.</summary>
    public int C2sPort => ((IPEndPoint)_clients.LocalEndPoint!).Port;

    /// <summary>The port for components.</summary>
    public int ComponentPort => ((IPEndPoint)_components.LocalEndPoint!).Port;

    /// <summary>The self-signed certificate of STARTTLS, to be trusted by clients: <c>ExportCertificatePem()</c> makes a CA file.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What goes wrong.</summary>
    public FaultRules Faults { get; } = new();

    /// <summary>The addresses of all who are connected now.</summary>
    public IEnumerable<Jid> Connected => _router.Sessions.Select(session => session.Address);

    /// <summary>Starts a server.</summary>
    /// <exception cref="SocketException">A port is in use.</exception>
    public static Task<SandboxServer> StartAsync(SandboxOptions options, ILogger<SandboxServer>? log = null)
    {
        var server = new SandboxServer(options, log ?? NullLogger<SandboxServer>.Instance);
        server.Run(server.AcceptAsync(server._clients, connection =>
            new ClientSession(connection, server._router, options, server.Certificate, server._log)));
        server.Run(server.AcceptAsync(server._components, connection =>
            new ComponentSession(connection, server._router, options, server._log)));
        server._log.Started(options.Domain, server.C2sPort, server.ComponentPort);
        return Task.FromResult(server);
    }

    /// <summary>Breaks the connections of an address, as a pulled plug would: one resource's, or all of a bare address.</summary>
    public void DropConnections(Jid jid)
    {
        foreach (var session in _router.Sessions.Where(session => session.Address == jid || session.Address.Bare == jid))
            session.Abort();
    }

    /// <summary>Ends all connections with system-shutdown and frees the ports, within about a second.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        await _stop.CancelAsync();
        _clients.Dispose();
        _components.Dispose();
        await Task.WhenAll(_running.Keys).WaitAsync(_grace);
        await _postman.WhenIdle;
        Certificate.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Socket listener, Func<Connection, Session> open)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(_stop.Token);
                if (_running.Count > MaxConnections)
                    socket.Close(0);
                else
                    Run(open(new Connection(socket, _options)).RunAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (SocketException e)
        {
            _log.AcceptFailed(e);
        }
    }

    // A task that handles its own failures; remembered, so that stopping can wait for it.
    private void Run(Task task)
    {
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(done => _running.TryRemove(done, out byte _), TaskScheduler.Default);
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
