using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Orchestrator.Actors.Sessions;

/// <summary>Which addresses of ours peers are told to connect to.</summary>
public static class StreamhostAddresses
{
    /// <summary>
    /// The configured names when there are any; else the address that is listened on; else, when that is the wildcard, every
    /// usable address of the machine, v4 first; loopback only where the machine has nothing else.
    /// </summary>
    /// <param name="listening">What the listener is bound to.</param>
    /// <param name="advertise">Configured host names or addresses.</param>
    /// <param name="local">The machine's addresses.</param>
    public static ImmutableArray<(string Host, int Port)> Choose(
        IPEndPoint listening, ImmutableArray<string> advertise, IEnumerable<IPAddress> local)
    {
        if (advertise.Length > 0)
            return [.. advertise.Distinct().Select(host => (host, listening.Port))];
        if (!listening.Address.Equals(IPAddress.Any) && !listening.Address.Equals(IPAddress.IPv6Any))
            return [(listening.Address.ToString(), listening.Port)];

        var v6 = listening.AddressFamily == AddressFamily.InterNetworkV6;
        var usable = local
            .Where(a => a.AddressFamily == AddressFamily.InterNetwork || (v6 && a.AddressFamily == AddressFamily.InterNetworkV6))
            .Where(a => !a.IsIPv6LinkLocal && !a.IsIPv6Multicast && !a.ToString().StartsWith("169.254.", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        var outside = usable.Where(a => !IPAddress.IsLoopback(a)).ToList();
        return [.. (outside.Count > 0 ? outside : usable)
            .OrderBy(a => a.AddressFamily == AddressFamily.InterNetworkV6)
            .Select(a => (a.ToString(), listening.Port))];
    }

    /// <summary>The addresses of this machine's interfaces that are up.</summary>
    public static IEnumerable<IPAddress> OfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address);
}
