using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Connections;

namespace Orchestrator.Actors.Sessions;

/// <summary>Which addresses of ours peers are told to connect to.</summary>
public static class StreamhostAddresses
{
    // Bridges to containers and virtual machines of this machine: from outside nobody reaches their addresses.
    private static readonly string[] _bridges = ["docker", "br-", "veth", "virbr", "cni", "flannel", "podman", "lxcbr", "lxdbr"];

    /// <summary>An address of one of the machine's interfaces.</summary>
    public readonly record struct Local(string Interface, IPAddress Address);

    /// <summary>
    /// The configured names when there are any; else the address that is listened on; else, when that is the wildcard, every
    /// usable address of the machine, v4 first; loopback only where the machine has nothing else. None twice.
    /// </summary>
    /// <param name="listening">What the listener is bound to.</param>
    /// <param name="advertise">Configured host names or addresses.</param>
    /// <param name="local">The machine's addresses.</param>
    public static ImmutableArray<(string Host, int Port)> Choose(
        IPEndPoint listening, ImmutableArray<string> advertise, IEnumerable<Local> local)
    {
        if (advertise.Length > 0)
            return [.. advertise.Select(host => host.Trim('[', ']')).Distinct(StringComparer.OrdinalIgnoreCase).Select(host => (host, listening.Port))];
        if (!listening.Address.Equals(IPAddress.Any) && !listening.Address.Equals(IPAddress.IPv6Any))
            return [(listening.Address.ToString(), listening.Port)];

        var usable = local
            .Where(l => l.Address.AddressFamily == AddressFamily.InterNetwork || listening.AddressFamily == AddressFamily.InterNetworkV6)
            .Where(l => !l.Address.IsIPv6LinkLocal && !l.Address.IsIPv6Multicast && !l.Address.ToString().StartsWith("169.254.", StringComparison.Ordinal))
            .ToList();
        var outside = usable.Where(l => !IPAddress.IsLoopback(l.Address)).ToList();
        var reachable = outside.Where(l => !_bridges.Any(bridge => l.Interface.StartsWith(bridge, StringComparison.Ordinal))).ToList();
        return
        [
            .. (reachable.Count > 0 ? reachable : outside.Count > 0 ? outside : usable)
                .Select(l => l.Address)
                .Distinct()
                .OrderBy(a => a.AddressFamily == AddressFamily.InterNetworkV6)
                .Select(a => (a.ToString(), listening.Port)),
        ];
    }

    /// <summary>
    /// What may be connected to on a peer's word. Who tells peers a loopback address of his own, because it is configured or
    /// because the machine has no other, may connect to theirs: all of them are on this machine.
    /// </summary>
    public static AddressGuard GuardOf(S5bSettings settings) =>
        Choose(settings.Listen, settings.Advertise, OfThisMachine()).Any(own => IsLoopback(own.Host)) ? settings.Guard.AndLoopback() : settings.Guard;

    /// <summary>The addresses of this machine's interfaces that are up.</summary>
    public static IEnumerable<Local> OfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses.Select(a => new Local(i.Name, a.Address)));

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
