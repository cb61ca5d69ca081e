using System.Collections.Immutable;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Settings;

/// <summary>SOCKS5 proxies (XEP-0065 §4).</summary>
/// <param name="Configured">JIDs of proxies to use beside the discovered ones.</param>
/// <param name="Discover">Whether each account's server is asked for its proxies.</param>
/// <param name="CacheFor">How long a proxy's address is believed.</param>
/// <param name="RetryAfter">After a discovery that found nothing: when to ask again.</param>
/// <param name="MaxStreams">Our streams through one proxy at a time.</param>
public sealed record ProxySettings(ImmutableArray<Jid> Configured, bool Discover, TimeSpan CacheFor, TimeSpan RetryAfter, int MaxStreams);
