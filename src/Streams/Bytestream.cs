using System.Net.Sockets;

namespace Orchestrator.Streams;

/// <summary>A connected socket as the stream that a file flows through.</summary>
internal static class Bytestream
{
    /// <summary>Wraps a connected socket, which the stream then owns.</summary>
    public static NetworkStream Over(Socket socket)
    {
        // The handshake is ping-pong of small writes, the payload large ones: Nagle's delay helps neither.
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Closes with a reset, so that the other side cannot take what it got, or sent, for the whole.</summary>
    public static void Abort(Stream stream)
    {
        if (stream is NetworkStream network)
        {
            network.Socket.Close(timeout: 0);
        }

        stream.Dispose();
    }
}
