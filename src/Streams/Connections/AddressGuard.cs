using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Streams.Connections;

/// <summary>Which addresses may be connected to on a stranger's word: those of a streamhost that a peer offers, of a URL that it sends. Pure.</summary>
/// <param name="Never">Networks that are never connected to.</param>
/// <param name="May">Exceptions from <paramref name="Never"/>.</param>
public sealed record AddressGuard(ImmutableArray<IPNetwork> Never, ImmutableArray<IPNetwork> May)
{
    /// <summary>Lets everything through: for what our own configuration or our own server names.</summary>
    public static readonly AddressGuard Open = new([], []);

    private static readonly IPNetwork _sixToFour = IPNetwork.Parse("2002::/16");

    // Networks whose last 32 bits are an IPv4 address: mapped, compatible (RFC 4291 §2.5.5), NAT64 (RFC 6052 §2.1).
    private static readonly IPNetwork[] _carriers = [IPNetwork.Parse("::ffff:0:0/96"), IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b::/96")];

    /// <summary>The same guard, with loopback allowed.</summary>
    public AddressGuard AndLoopback() => this with { May = May.AddRange(IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")) };

    /// <summary>Whether the address may be connected to; so must the IPv4 address that an IPv6 one carries.</summary>
    public bool Allows(IPAddress address) => IsAllowed(address) && (Carried(address) is not { } v4 || IsAllowed(v4));

    /// <summary>Reads a network in CIDR notation, or a single address.</summary>
    public static bool TryParseNetwork(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return true;
        if (!IPAddress.TryParse(text, out var address))
            return false;
        network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }

    private bool IsAllowed(IPAddress address) => May.Any(network => network.Contains(address)) || !Never.Any(network => network.Contains(address));

    private static IPAddress? Carried(IPAddress address)
    {
        // ::1 is loopback, not 0.0.0.1.
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.Equals(IPAddress.IPv6Loopback))
            return null;
        var bytes = address.GetAddressBytes();
        return _carriers.Any(carrier => carrier.Contains(address)) ? new IPAddress(bytes.AsSpan(12))
            : _sixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : null;
    }
}
