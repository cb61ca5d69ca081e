using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Accounts;

/// <summary>Which resources of which peers are there, as far as their presence reached us. Immutable.</summary>
public sealed record PeerDirectory
{
    /// <summary>Presence of so many resources is remembered; more is not, so that a flood of presence costs no memory.</summary>
    public const int MaxResources = 10_000;

    /// <summary>The resource that an Orchestrator binds when its configuration names none.</summary>
    public const string DefaultResource = "orchestrator";

    /// <summary>Nobody is there.</summary>
    public static readonly PeerDirectory Empty = new();

    private ImmutableDictionary<Jid, int> Priorities { get; init; } = ImmutableDictionary<Jid, int>.Empty;

    /// <summary>After a presence stanza; what is neither available nor unavailable changes nothing.</summary>
    public PeerDirectory After(Jid from, XElement presence) => (string?)presence.Attribute("type") switch
    {
        null when Priorities.Count < MaxResources || Priorities.ContainsKey(from) =>
            this with { Priorities = Priorities.SetItem(from, Priority(presence)) },
        "unavailable" => this with { Priorities = Priorities.Remove(from) },
        _ => this,
    };

    /// <summary>
    /// The full JID to speak to: a full or domain JID is itself; of a bare one the available resource of highest priority;
    /// without presence, the resource that an Orchestrator there would have.
    /// </summary>
    public Jid Resolve(Jid peer) => peer.HasResource || peer.IsDomain
        ? peer
        : Priorities.Where(p => p.Key.HasResource && p.Key.Bare == peer)
            .OrderByDescending(p => p.Value).ThenBy(p => p.Key.Resource, StringComparer.Ordinal)
            .Select(p => p.Key)
            .FirstOrDefault() ?? peer.WithResource(DefaultResource);

    private static int Priority(XElement presence)
    {
        var text = presence.Elements().FirstOrDefault(e => e.Name.LocalName == "priority")?.Value;
        return sbyte.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var priority) ? priority : 0;
    }
}
