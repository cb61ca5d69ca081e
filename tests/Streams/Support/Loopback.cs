using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Tests.Streams.Support;

/// <summary>Real connections over the loopback interface.</summary>
internal static class Loopback
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<(NetworkStream Ours, NetworkStream Peer)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var peer = await ConnectAsync((IPEndPoint)listener.LocalEndPoint!);
        return (new NetworkStream(await listener.AcceptAsync(), ownsSocket: true), peer);
    }

    public static async Task<NetworkStream> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint);
        return new NetworkStream(socket, ownsSocket: true) { ReadTimeout = (int)Patience.TotalMilliseconds };
    }

    public static async Task<byte[]> ReadAsync(this Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }

    /// <summary>True when the other side closed, in good order or not, and sent nothing more.</summary>
    public static async Task<bool> IsClosedAsync(this Stream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Reads to the close; null when it was a reset.</summary>
    public static async Task<long?> DrainAsync(this Stream stream)
    {
        try
        {
            var buffer = new byte[65536];
            var total = 0L;
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience) is > 0 and var read)
            {
                total += read;
            }

            return total;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static void Reset(this NetworkStream stream) => stream.Socket.Close(timeout: 0);
}
