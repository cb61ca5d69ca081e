using System.Xml.Linq;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Xmpp.InBand;

/// <summary>Closes an in-band bytestream: an IQ set with <c>&lt;close/&gt;</c> (XEP-0047 §2.3).</summary>
/// <param name="Sid">The session's id.</param>
public sealed record IbbClose(string Sid)
{
    /// <summary>The payload's element name.</summary>
    public static readonly XName ElementName = Ns.InBandBytestreams + "close";

    /// <summary>Reads the request.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no sid.</exception>
    public static IbbClose Parse(XElement close)
    {
        close.ExpectName(ElementName);
        return new IbbClose(close.Required("sid", BytestreamOffer.MaxSidLength));
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() => new(ElementName, new XAttribute("sid", Sid));
}
