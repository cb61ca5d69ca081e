using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Capabilities;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Actors.Accounts;

/// <summary>
/// Which resources of which peers are there, as far as their presence reached us, and what they can do, as far as they told
/// (XEP-0115). Immutable.
/// </summary>
public sealed record PeerDirectory
{
    /// <summary>Presence of so many resources is remembered; more is not, so that a flood of presence costs no memory.</summary>
    public const int MaxResources = 10_000;

    /// <summary>So many resources of one peer are asked what they can do, those of highest priority.</summary>
    public const int MaxAsked = 8;

    /// <summary>So many different capabilities are remembered; then it begins anew.</summary>
    public const int MaxCapabilities = 1000;

    /// <summary>The resource that an Orchestrator binds when its configuration names none.</summary>
    public const string DefaultResource = "orchestrator";

    /// <summary>Nobody is there.</summary>
    public static readonly PeerDirectory Empty = new();

    private static readonly DiscoInfo _silent = new([], []);

    private ImmutableDictionary<Jid, Resource> Resources { get; init; } = ImmutableDictionary<Jid, Resource>.Empty;

    // By hash function and hash; verified, so true of every entity that says the same.
    private ImmutableDictionary<(string Hash, string Ver), DiscoInfo> Verified { get; init; } = ImmutableDictionary<(string, string), DiscoInfo>.Empty;

    /// <summary>After a presence stanza; what is neither available nor unavailable changes nothing.</summary>
    public PeerDirectory After(Jid from, XElement presence) => (string?)presence.Attribute("type") switch
    {
        null when Resources.Count < MaxResources || Resources.ContainsKey(from) =>
            this with { Resources = Resources.SetItem(from, new Resource(Priority(presence), EntityCapabilities.Of(presence), null)) },
        "unavailable" => this with { Resources = Resources.Remove(from) },
        _ => this,
    };

    /// <summary>Whether this very JID is known to be there.</summary>
    public bool Knows(Jid full) => Resources.ContainsKey(full);

    /// <summary>After our own stream was lost: nobody is known to be there, but what is verified stays true.</summary>
    public PeerDirectory Alone() => Empty with { Verified = Verified };

    /// <summary>
    /// Who must be asked for its <c>disco#info</c>, and for which node, before <see cref="Resolve"/> can choose well: of a bare
    /// JID's resources those that did not tell yet. Who has no capabilities in its presence is asked only if there is a choice.
    /// </summary>
    public ImmutableArray<(Jid Resource, string? Node)> ToAsk(Jid peer)
    {
        var candidates = Candidates(peer).Take(MaxAsked).ToList();
        return
        [
            .. candidates.Where(c => Info(c.Value) is null && (candidates.Count > 1 || c.Value.Capabilities is not null))
                .Select(c => (c.Key, c.Value.Capabilities?.QueryNode)),
        ];
    }

    /// <summary>After a resource answered what it can do; null: it did not answer.</summary>
    public PeerDirectory Told(Jid from, XElement? answer)
    {
        if (!Resources.TryGetValue(from, out var resource))
            return this;
        if (answer is null)
            return this with { Resources = Resources.SetItem(from, resource with { Told = _silent }) };
        var info = Read(answer);
        if (resource.Capabilities is not { } told || CapabilitiesHash.Compute(answer, told.Hash) != told.Ver)
            return this with { Resources = Resources.SetItem(from, resource with { Told = info }) };
        var verified = Verified.Count < MaxCapabilities ? Verified : Verified.Clear();
        return this with { Verified = verified.SetItem((told.Hash, told.Ver), info) };
    }

    /// <summary>
    /// The full JID to speak to, and what it can do if that is known. A full or domain JID is itself; of a bare one the
    /// resource that takes files, then the one of highest priority; without presence the resource that an Orchestrator there
    /// would have.
    /// </summary>
    public (Jid Peer, DiscoInfo? Info) Resolve(Jid peer)
    {
        var known = peer.HasResource || peer.IsDomain
            ? Resources.Where(r => r.Key == peer).Take(1).ToList()
            : [.. Candidates(peer).OrderByDescending(c => Info(c.Value)?.Supports(Ns.FileTransfer) ?? false)
                .ThenByDescending(c => Info(c.Value)?.Supports(Ns.OutOfBandData) ?? false).Take(1)];
        if (known is not [var (jid, resource)])
            return (peer.HasResource || peer.IsDomain ? peer : peer.WithResource(DefaultResource), null);
        return (jid, Info(resource) is { } info && info != _silent ? info : null);
    }

    private IEnumerable<KeyValuePair<Jid, Resource>> Candidates(Jid peer) => Resources
        .Where(r => r.Key.HasResource && r.Key.Bare == peer)
        .OrderByDescending(r => r.Value.Priority).ThenBy(r => r.Key.Resource, StringComparer.Ordinal);

    private DiscoInfo? Info(Resource resource) => resource.Told
        ?? (resource.Capabilities is { } told ? Verified.GetValueOrDefault((told.Hash, told.Ver)) : null);

    private static DiscoInfo Read(XElement answer)
    {
        try
        {
            return DiscoInfo.Parse(answer);
        }
        catch (StanzaErrorException)
        {
            return _silent;
        }
    }

    private static int Priority(XElement presence)
    {
        var text = presence.Elements().FirstOrDefault(e => e.Name.LocalName == "priority")?.Value;
        return sbyte.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var priority) ? priority : 0;
    }

    // Told: its own word, true until its next presence; for who has no capabilities, or none that verify.
    private sealed record Resource(int Priority, EntityCapabilities? Capabilities, DiscoInfo? Told);
}
