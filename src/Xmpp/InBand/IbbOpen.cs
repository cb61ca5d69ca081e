using System.Xml.Linq;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Xmpp.InBand;

/// <summary>Opens an in-band bytestream: an IQ set with <c>&lt;open/&gt;</c> (XEP-0047 §2.1).</summary>
/// <param name="Sid">The session's id, the same as in the stream initiation.</param>
/// <param name="BlockSize">The largest block in either direction, in bytes before base64; 1 to 65535.</param>
/// <param name="Stanza">What carries the blocks.</param>
public sealed record IbbOpen(string Sid, int BlockSize, IbbStanza Stanza = IbbStanza.Iq)
{
    /// <summary>The largest block that the protocol knows, in bytes before base64.</summary>
    public const int MaxBlockSize = 65535;

    /// <summary>The payload's element name.</summary>
    public static readonly XName ElementName = Ns.InBandBytestreams + "open";

    /// <summary>Reads the request.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no sid, a block size that is no positive number, an unknown
    /// stanza. resource-constraint, so that the peer tries smaller blocks: a block size above 65535.</exception>
    public static IbbOpen Parse(XElement open)
    {
        open.ExpectName(ElementName);
        var sid = open.Required("sid", BytestreamOffer.MaxSidLength);
        var blockSize = open.RequiredBytes("block-size");
        var stanza = open.Attribute("stanza")?.Value switch
        {
            null or "iq" => IbbStanza.Iq,
            "message" => IbbStanza.Message,
            _ => throw HostileXml.Bad("The stanza is neither iq nor message."),
        };
        return blockSize switch
        {
            0 => throw HostileXml.Bad("Blocks of 0 bytes carry nothing."),
            > MaxBlockSize => throw new StanzaErrorException(IbbErrors.SmallerBlocks(MaxBlockSize)),
            _ => new IbbOpen(sid, (int)blockSize, stanza),
        };
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() =>
        new(
            ElementName,
            new XAttribute("block-size", BlockSize),
            new XAttribute("sid", Sid),
            new XAttribute("stanza", Stanza == IbbStanza.Message ? "message" : "iq"));
}
