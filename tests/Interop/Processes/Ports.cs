using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>
/// Ports that stay free while a server is down between a kill and a restart: below the range from which the kernel
/// takes the ports of outgoing connections, and never given twice in a run.
/// </summary>
public static class Ports
{
    private static readonly ConcurrentDictionary<int, bool> _given = new();

    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            if (_given.TryAdd(port, true) && IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
