using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Orchestrator.Host.Configuration;

namespace Orchestrator.Host.Doctor;

/// <summary>Our own ports, and the names by which peers are told to reach them.</summary>
internal static class Network
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async IAsyncEnumerable<Finding> CheckAsync(HostSettings settings, bool daemonRuns, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return await ListenAsync("s5b.listen", settings.Node.S5b.Listen, daemonRuns, stop);
        if (settings.Http.Listen is IPEndPoint http)
            yield return await ListenAsync("http.url", http, daemonRuns, stop);
        foreach (var host in settings.Node.S5b.Advertise)
            yield return await ResolveAsync($"s5b.advertise {host}", host, "peers that are told this name cannot reach it; correct s5b.advertise", stop);
    }

    /// <summary>A name's addresses.</summary>
    public static async Task<Finding> ResolveAsync(string check, string host, string mend, CancellationToken stop)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, stop).WaitAsync(Patience, stop);
            return Finding.Ok(check, $"{host} is {string.Join(", ", addresses.Select(a => a.ToString()))}");
        }
        catch (Exception e) when (e is SocketException or ArgumentException or TimeoutException)
        {
            return Finding.Fault(check, $"{host} is not found ({e.Message}): {mend}");
        }
    }

    /// <summary>Whether somebody accepts a connection there.</summary>
    public static async Task<string?> RefusalAsync(string host, int port, CancellationToken stop)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(host, port, stop).AsTask().WaitAsync(Patience, stop);
            return null;
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return e.Message;
        }
    }

    private static async Task<Finding> ListenAsync(string check, IPEndPoint endPoint, bool daemonRuns, CancellationToken stop)
    {
        if (endPoint.Port == 0)
            return Finding.Ok(check, "any free port");
        if (daemonRuns)
        {
            var host = endPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : endPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endPoint.Address;
            return await RefusalAsync(host.ToString(), endPoint.Port, stop) is { } refusal
                ? Finding.Fault(check, $"a daemon runs, but nobody listens at {endPoint} ({refusal}): does it run with this configuration?")
                : Finding.Ok(check, $"the daemon listens at {endPoint}");
        }

        try
        {
            using var probe = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(endPoint);
            return Finding.Ok(check, $"{endPoint} is free");
        }
        catch (SocketException e)
        {
            return Finding.Fault(check, $"{endPoint} cannot be had ({e.Message}): another program has the port ('ss -ltnp' tells which), or the address is not this machine's");
        }
    }
}
