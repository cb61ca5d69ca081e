using System.Collections.Immutable;
using System.Net;
using Orchestrator.Streams.Connections;

namespace Orchestrator.Actors.Settings;

/// <summary>SOCKS5 bytestreams (XEP-0065).</summary>
/// <param name="Listen">Where our own streamhost listens; port 0: any free one.</param>
/// <param name="Advertise">
/// Host names or addresses that peers are told to connect to, in order of preference; empty: every address of this machine.
/// </param>
/// <param name="ConnectTimeout">For one streamhost: TCP connect and SOCKS5 handshake.</param>
/// <param name="Stagger">How long the target waits before it tries the next streamhost beside the ones under way.</param>
/// <param name="Proxies">Proxies for peers that cannot reach us.</param>
/// <param name="Guard">Which addresses may be connected to on a peer's word; see <see cref="Sessions.StreamhostAddresses.GuardOf"/>.</param>
public sealed record S5bSettings(
    IPEndPoint Listen, ImmutableArray<string> Advertise, TimeSpan ConnectTimeout, TimeSpan Stagger, ProxySettings Proxies, AddressGuard Guard);
