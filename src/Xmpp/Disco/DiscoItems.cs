using System.Collections.Immutable;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Disco;

/// <summary>The answer to a <c>disco#items</c> query: what belongs to an entity (XEP-0030 §4).</summary>
/// <param name="Items">The items, in document order.</param>
/// <param name="Node">The node that was asked for, if any.</param>
public sealed record DiscoItems(ImmutableArray<DiscoItem> Items, string? Node = null)
{
    private const int MaxEntries = 1024;
    private const int MaxLength = 1024;
    private static readonly XName _query = Ns.DiscoItems + "query";

    /// <summary>The query to put into an IQ of type get.</summary>
    public static XElement Query(string? node = null) =>
        new(_query, node is null ? null : new XAttribute("node", node));

    /// <summary>Reads a query or an answer. An item without a well-formed JID is skipped, and at most 1024 are taken.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no <c>disco#items</c> query, or an over-long node or name.</exception>
    public static DiscoItems Parse(XElement query)
    {
        query.ExpectName(_query);
        var items = ImmutableArray.CreateBuilder<DiscoItem>();
        foreach (var item in query.Elements(Ns.DiscoItems + "item").Take(MaxEntries))
        {
            if (Jid.TryParse(item.Attribute("jid")?.Value, out var jid, out _))
                items.Add(new DiscoItem(jid, item.Optional("node", MaxLength), item.Optional("name", MaxLength)));
        }

        return new DiscoItems(items.ToImmutable(), query.Optional("node", MaxLength));
    }

    /// <summary>The answer's <c>&lt;query/&gt;</c>.</summary>
    public XElement ToXml() =>
        new(
            _query,
            Node is null ? null : new XAttribute("node", Node),
            Items.Select(item => new XElement(
                Ns.DiscoItems + "item",
                new XAttribute("jid", item.Jid),
                item.Node is null ? null : new XAttribute("node", item.Node),
                item.Name is null ? null : new XAttribute("name", item.Name))));
}
