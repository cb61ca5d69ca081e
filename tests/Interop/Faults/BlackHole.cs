using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>An address that never answers: its queue of connections is full, so the kernel drops every further SYN.</summary>
public sealed class BlackHole : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _filling = [];

    public BlackHole(IPEndPoint at)
    {
        _listener.Bind(at);
        _listener.Listen(0);
        for (var n = 0; n < 4; n++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            try
            {
                socket.Connect(EndPoint);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // On its way, or dropped: either fills the queue.
            }

            _filling.Add(socket);
        }
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose()
    {
        foreach (var socket in _filling)
            socket.Dispose();
        _listener.Dispose();
    }
}
