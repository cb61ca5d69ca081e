using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Tests.Streams.Support;

/// <summary>TLS in front of a plain server, for one connection.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _running;

    public TlsFront(int port, X509Certificate2 certificate)
    {
        _listener.Start();
        _running = RunAsync(port, certificate);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _running;
    }

    private async Task RunAsync(int port, X509Certificate2 certificate)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(certificate);
            using var behind = new TcpClient();
            await behind.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAny(tls.CopyToAsync(behind.GetStream()), behind.GetStream().CopyToAsync(tls));
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            // The client does not want it.
        }
    }
}
