using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Host.Serving;

/// <summary>
/// Tells systemd how the daemon fares, by datagrams to <c>NOTIFY_SOCKET</c> (sd_notify(3)). Where nobody asked to be told, it
/// says nothing.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? _socket;

    private ServiceManager(Socket? socket, TimeSpan? watchdog) => (_socket, Watchdog) = (socket, watchdog);

    /// <summary>The longest silence before the daemon is taken for hung and restarted; null: nobody watches.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Reads the environment that a service manager starts its services with.</summary>
    public static ServiceManager FromEnvironment()
    {
        var path = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (path is not ['/' or '@', _, ..])
            return new ServiceManager(null, null);
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = 1000 };
        try
        {
            // '@' stands for the NUL that begins an abstract name.
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
            return new ServiceManager(socket, WatchdogFromEnvironment());
        }
        catch (SocketException)
        {
            socket.Dispose();
            return new ServiceManager(null, null);
        }
    }

    /// <summary>It serves.</summary>
    public void Ready(string status) => Tell($"READY=1\nSTATUS={status}");

    /// <summary>It is well.</summary>
    public void IsAlive() => Tell("WATCHDOG=1");

    /// <summary>It stops in an orderly way, which may take so long.</summary>
    public void Stopping(TimeSpan grace) =>
        Tell(string.Create(CultureInfo.InvariantCulture, $"STOPPING=1\nSTATUS=Stopping\nEXTEND_TIMEOUT_USEC={(long)(grace + TimeSpan.FromSeconds(5)).TotalMicroseconds}"));

    public void Dispose() => _socket?.Dispose();

    private void Tell(string state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (SocketException)
        {
            // A service manager that does not listen is no reason to stop serving.
        }
    }

    private static TimeSpan? WatchdogFromEnvironment()
    {
        var pid = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        var isMine = pid is null || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isMine && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var usec) && usec > 0
            ? TimeSpan.FromMicroseconds(usec)
            : null;
    }
}
