using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Host.Client;

/// <summary>Where a daemon's API is: an HTTP address or a unix socket.</summary>
/// <param name="Text">As it was written, for messages.</param>
/// <param name="Url">What requests are sent to.</param>
/// <param name="Socket">The socket that they go through, or null.</param>
internal sealed record DaemonAddress(string Text, Uri Url, UnixDomainSocketEndPoint? Socket)
{
    private const string Unix = "unix:";
    private const int MaxSocketPath = 107; // bytes, unix(7)

    /// <summary>Reads <c>http://host:port</c>, <c>https://…</c> or <c>unix:/path</c>; null when it is none of them.</summary>
    public static DaemonAddress? TryParse(string text)
    {
        if (text.StartsWith(Unix + "/", StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(text) <= Unix.Length + MaxSocketPath)
            return new DaemonAddress(text, new Uri("http://localhost"), new UnixDomainSocketEndPoint(text[Unix.Length..]));
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? new DaemonAddress(text.TrimEnd('/'), url, null) : null;
    }

    /// <summary>Opens the connections of an HTTP client to it.</summary>
    public SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
        if (Socket is { } endPoint)
        {
            handler.ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endPoint, stop);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }
}
