using System.Collections.Immutable;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Proxies;

/// <summary>What a proxy said when it was asked for its addresses (XEP-0065 §4).</summary>
/// <param name="Asked">Who was asked.</param>
/// <param name="Hosts">Its addresses; empty: none, or no answer.</param>
/// <param name="Fault">What was wrong with the answer, or null.</param>
/// <param name="IsRefusal">It does not serve us: forbidden, not-allowed or not-authorized.</param>
public sealed record ProxyAnswer(Jid Asked, ImmutableArray<Streamhost> Hosts, string? Fault = null, bool IsRefusal = false);
