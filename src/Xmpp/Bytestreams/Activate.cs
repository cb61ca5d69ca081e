using System.Xml.Linq;

namespace Orchestrator.Xmpp.Bytestreams;

/// <summary>The requester asks a proxy to join the two connections (XEP-0065 §6.3.5).</summary>
/// <param name="Sid">The session's id.</param>
/// <param name="Target">The target's address.</param>
public sealed record Activate(string Sid, Jid Target)
{
    private static readonly XName _activate = Ns.Bytestreams + "activate";

    /// <summary>Reads the request.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no sid, or no well-formed target.</exception>
    public static Activate Parse(XElement query)
    {
        query.ExpectName(BytestreamOffer.ElementName);
        return new Activate(
            query.Required("sid", BytestreamOffer.MaxSidLength), HostileXml.ReadJid(query.Element(_activate)?.Value.Trim()));
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() =>
        new(BytestreamOffer.ElementName, new XAttribute("sid", Sid), new XElement(_activate, Target));
}
