using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Tests.Xmpp.Clients;

/// <summary>A server on loopback whose every word the test decides.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ScriptedServer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<ScriptedStream> AcceptAsync() =>
        new(await _listener.AcceptSocketAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token));

    public void Dispose() => _listener.Dispose();
}
