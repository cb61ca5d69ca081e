using System.Xml.Linq;

namespace Orchestrator.Xmpp.Bytestreams;

/// <summary>The target's answer: the streamhost it is connected to (XEP-0065 §5.3.3).</summary>
/// <param name="Sid">The session's id; some peers leave it out.</param>
/// <param name="Jid">The streamhost's address; that it was offered is for the requester to check.</param>
public sealed record StreamhostUsed(string? Sid, Jid Jid)
{
    private static readonly XName _used = Ns.Bytestreams + "streamhost-used";

    /// <summary>Reads the answer.</summary>
    /// <exception cref="StanzaErrorException">bad-request: not exactly one streamhost-used, or its JID is malformed.</exception>
    public static StreamhostUsed Parse(XElement query)
    {
        query.ExpectName(BytestreamOffer.ElementName);
        return query.Elements(_used).Take(2).ToList() is [var used]
            ? new StreamhostUsed(
                query.Optional("sid", BytestreamOffer.MaxSidLength), HostileXml.ReadJid(used.Attribute("jid")?.Value))
            : throw HostileXml.Bad("The answer does not name exactly one streamhost.");
    }

    /// <summary>The payload of the IQ result.</summary>
    public XElement ToXml() =>
        new(
            BytestreamOffer.ElementName,
            Sid is null ? null : new XAttribute("sid", Sid),
            new XElement(_used, new XAttribute("jid", Jid)));
}
