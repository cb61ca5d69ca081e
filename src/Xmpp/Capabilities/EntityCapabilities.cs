using System.Xml.Linq;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Xmpp.Capabilities;

/// <summary>What presence says of an entity's features: a hash over its <c>disco#info</c> (XEP-0115 §4).</summary>
/// <param name="Node">Names the software.</param>
/// <param name="Hash">The hash function, such as <c>sha-1</c>.</param>
/// <param name="Ver">The hash in base64; see <see cref="CapabilitiesHash"/>.</param>
public sealed record EntityCapabilities(string Node, string Hash, string Ver)
{
    private const int MaxLength = 256;
    private static readonly XName _c = Ns.Capabilities + "c";

    /// <summary>The node to ask for in a <c>disco#info</c> query (XEP-0115 §6.2).</summary>
    public string QueryNode => $"{Node}#{Ver}";

    /// <summary>What the presence says; null when it says nothing, or only what can't be verified (the format before hashes).</summary>
    public static EntityCapabilities? Of(XElement presence) =>
        presence.Element(_c) is { } c && Text(c, "node") is { } node && Text(c, "hash") is { } hash && Text(c, "ver") is { } ver
            ? new EntityCapabilities(node, hash, ver)
            : null;

    /// <summary>Those of <paramref name="info"/>, by SHA-1, which everybody knows.</summary>
    public static EntityCapabilities For(string node, DiscoInfo info) =>
        new(node, "sha-1", CapabilitiesHash.Compute(info.ToXml(), "sha-1")!);

    /// <summary>The child of the presence.</summary>
    public XElement ToXml() => new(_c, new XAttribute("hash", Hash), new XAttribute("node", Node), new XAttribute("ver", Ver));

    private static string? Text(XElement c, string attribute) =>
        c.Attribute(attribute)?.Value is { Length: > 0 and <= MaxLength } value ? value : null;
}
