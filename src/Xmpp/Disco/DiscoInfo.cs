using System.Collections.Immutable;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Disco;

/// <summary>The answer to a <c>disco#info</c> query: what an entity is and can do (XEP-0030 §3).</summary>
/// <param name="Identities">What it is; at least one in an answer that is sent.</param>
/// <param name="Features">The namespaces it supports.</param>
/// <param name="Node">The node that was asked for, if any.</param>
public sealed record DiscoInfo(
    ImmutableArray<DiscoIdentity> Identities, ImmutableArray<string> Features, string? Node = null)
{
    private const int MaxEntries = 1024;
    private const int MaxLength = 1024;
    private static readonly XName _query = Ns.DiscoInfo + "query";

    /// <summary>The query to put into an IQ of type get.</summary>
    public static XElement Query(string? node = null) =>
        new(_query, node is null ? null : new XAttribute("node", node));

    /// <summary>Whether the namespace is among the features.</summary>
    public bool Supports(XNamespace feature) => Features.Contains(feature.NamespaceName);

    /// <summary>Whether an identity of that category and type is there.</summary>
    public bool Is(string category, string type) =>
        Identities.Any(identity => identity.Category == category && identity.Type == type);

    /// <summary>Reads a query or an answer. Incomplete or over-long entries are skipped, and at most 1024 of each are taken.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no <c>disco#info</c> query, or an over-long node.</exception>
    public static DiscoInfo Parse(XElement query)
    {
        query.ExpectName(_query);
        var identities = query.Elements(Ns.DiscoInfo + "identity")
            .Take(MaxEntries)
            .Where(identity => Bounded(identity, "category") && Bounded(identity, "type"))
            .Select(identity => new DiscoIdentity(
                identity.Attribute("category")!.Value,
                identity.Attribute("type")!.Value,
                Bounded(identity, "name") ? identity.Attribute("name")!.Value : null));
        var features = query.Elements(Ns.DiscoInfo + "feature")
            .Take(MaxEntries)
            .Where(feature => Bounded(feature, "var"))
            .Select(feature => feature.Attribute("var")!.Value);
        return new DiscoInfo([.. identities], [.. features.Distinct()], query.Optional("node", MaxLength));
    }

    /// <summary>The answer's <c>&lt;query/&gt;</c>.</summary>
    public XElement ToXml() =>
        new(
            _query,
            Node is null ? null : new XAttribute("node", Node),
            Identities.Select(identity => new XElement(
                Ns.DiscoInfo + "identity",
                new XAttribute("category", identity.Category),
                new XAttribute("type", identity.Type),
                identity.Name is null ? null : new XAttribute("name", identity.Name))),
            Features.Select(feature => new XElement(Ns.DiscoInfo + "feature", new XAttribute("var", feature))));

    private static bool Bounded(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value.Length is > 0 and <= MaxLength;
}
