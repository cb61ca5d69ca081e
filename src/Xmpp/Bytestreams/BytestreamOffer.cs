using System.Collections.Immutable;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Bytestreams;

/// <summary>The requester's list of streamhosts: an IQ set with <c>&lt;query/&gt;</c> (XEP-0065 §5.3.1).</summary>
/// <param name="Sid">The session's id, the same as in the stream initiation.</param>
/// <param name="Streamhosts">Where to connect, in order of preference.</param>
/// <param name="Mode">TCP, or UDP which is refused.</param>
/// <param name="DstAddr">The SOCKS5 DST.ADDR to use instead of the digest, if told (XEP-0065 §7).</param>
public sealed record BytestreamOffer(
    string Sid, ImmutableArray<Streamhost> Streamhosts, BytestreamMode Mode = BytestreamMode.Tcp, string? DstAddr = null)
{
    /// <summary>The longest sid accepted, in characters.</summary>
    public const int MaxSidLength = 256;

    // SOCKS5 counts a domain name's length in one byte.
    private const int MaxDstAddrLength = 255;

    /// <summary>The payload's element name, which <see cref="StreamhostUsed"/> and <see cref="Activate"/> share.</summary>
    public static readonly XName ElementName = Ns.Bytestreams + "query";

    /// <summary>Reads an offer. When each streamhost in it is unusable the list is empty: none can be reached.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no sid, no streamhost, or an unknown mode.</exception>
    public static BytestreamOffer Parse(XElement query)
    {
        query.ExpectName(ElementName);
        var sid = query.Required("sid", MaxSidLength);
        if (!query.Elements(Streamhost.ElementName).Any())
            throw HostileXml.Bad("The offer holds no <streamhost/>.");
        var mode = query.Attribute("mode")?.Value switch
        {
            null or "tcp" => BytestreamMode.Tcp,
            "udp" => BytestreamMode.Udp,
            _ => throw HostileXml.Bad("The mode is neither tcp nor udp."),
        };
        return new BytestreamOffer(sid, Streamhost.ReadAll(query), mode, query.Optional("dstaddr", MaxDstAddrLength));
    }

    /// <summary>The payload of the IQ set; of streamhosts with the same host and port the first is told (XEP-0065 §9.1).</summary>
    public XElement ToXml() =>
        new(
            ElementName,
            new XAttribute("sid", Sid),
            DstAddr is null ? null : new XAttribute("dstaddr", DstAddr),
            new XAttribute("mode", Mode == BytestreamMode.Udp ? "udp" : "tcp"),
            Streamhosts.DistinctBy(host => (host.Host, host.Port)).Select(host => host.ToXml()));
}
