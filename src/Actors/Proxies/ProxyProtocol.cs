using System.Collections.Immutable;
using Orchestrator.Actors.Accounts;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Proxies;

/// <summary>What the keeper of the proxies understands and says.</summary>
public static class ProxyProtocol
{
    /// <summary>Which proxies may a stream of this account go through? Answered with <see cref="Found"/>; if none is known, after a discovery or a bounded part of one.</summary>
    public sealed record Find(AccountProtocol.AccountRef Account);

    /// <summary>Which addresses to offer.</summary>
    /// <param name="Hosts">The addresses, best first; may be empty.</param>
    /// <param name="Untroubled">Those of the proxies that have not failed since they last worked.</param>
    /// <param name="Note">Why some proxy is not among them and what to do, or null.</param>
    public sealed record Found(ImmutableArray<Streamhost> Hosts, ImmutableHashSet<Jid> Untroubled, string? Note);

    /// <summary>A stream of the teller was activated; it is counted until <see cref="Released"/> or the teller's end.</summary>
    public sealed record Activated(Jid Proxy, TimeSpan Latency);

    /// <summary>A file arrived whose last bytes went through the proxy.</summary>
    public sealed record Worked(Jid Proxy);

    /// <summary>The proxy could not be reached, refused, or carried nothing.</summary>
    public sealed record Failed(Jid Proxy, string Detail);

    /// <summary>The teller's stream ended.</summary>
    public sealed record Released(Jid Proxy, double BytesPerSecond);
}
