using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Tests.Interop.Foreign;

/// <summary>A streamhost of XEP-0065, bytes by hand: accepts one connection and says yes to whatever it asks for.</summary>
internal sealed class SocksEnd : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SocksEnd()
    {
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes the connection through the handshake. What follows on the stream are the file's bytes.</summary>
    public async Task<NetworkStream> AcceptAsync(CancellationToken cancellation)
    {
        var stream = (await _listener.AcceptTcpClientAsync(cancellation)).GetStream();
        var greeting = new byte[2];
        await stream.ReadExactlyAsync(greeting, cancellation);
        await stream.ReadExactlyAsync(new byte[greeting[1]], cancellation);
        await stream.WriteAsync(new byte[] { 5, 0 }, cancellation);
        var request = new byte[47];
        await stream.ReadExactlyAsync(request, cancellation);
        request[1] = 0;
        await stream.WriteAsync(request, cancellation);
        return stream;
    }

    /// <summary>Connects to a streamhost of the daemon's and asks for the digest.</summary>
    public static async Task<NetworkStream> ConnectAsync(string host, int port, string digest, CancellationToken cancellation)
    {
        var client = new TcpClient();
        await client.ConnectAsync(host, port, cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(new byte[] { 5, 1, 0 }, cancellation);
        await stream.ReadExactlyAsync(new byte[2], cancellation);
        await stream.WriteAsync((byte[])[5, 1, 0, 3, 40, .. Encoding.ASCII.GetBytes(digest), 0, 0], cancellation);
        await stream.ReadExactlyAsync(new byte[47], cancellation);
        return stream;
    }

    public void Dispose() => _listener.Dispose();
}
