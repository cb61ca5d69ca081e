using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Streams.Connections;

/// <summary>Connects to a host under an <see cref="AddressGuard"/>.</summary>
public static class GuardedSocket
{
    private const int MaxAddresses = 8;

    /// <summary>
    /// Resolves the host once and connects to the first of its allowed addresses that answers: what was checked is what is
    /// connected to, whatever the name says a moment later. Fit for <c>SocketsHttpHandler.ConnectCallback</c>.
    /// </summary>
    /// <param name="guard">What is allowed.</param>
    /// <param name="host">Name or address.</param>
    /// <param name="port">TCP port, 1-65535.</param>
    /// <param name="cancellation">Gives up; bounds the lookup and all attempts together.</param>
    /// <exception cref="ForbiddenAddressException">None of the host's addresses is allowed.</exception>
    /// <exception cref="SocketException">The name is not known, or no address answers.</exception>
    public static async Task<Socket> ConnectAsync(AddressGuard guard, string host, int port, CancellationToken cancellation)
    {
        var resolved = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        var allowed = resolved.Where(guard.Allows).Take(MaxAddresses).ToArray();
        if (allowed.Length == 0)
            throw resolved.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new ForbiddenAddressException(host, resolved[0]);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(allowed[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[i], port), cancellation);
                return socket;
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (e is not SocketException || i == allowed.Length - 1)
                    throw;
            }
        }
    }
}
