using System.Globalization;
using System.Xml.Linq;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Xmpp.InBand;

/// <summary>One block of an in-band bytestream: <c>&lt;data/&gt;</c> in an IQ set or a message (XEP-0047 §2.2).</summary>
/// <param name="Sid">The session's id.</param>
/// <param name="Seq">The block's number in its direction; 0 follows 65535.</param>
/// <param name="Data">The bytes, at most 65535. Blocks compare by identity of their bytes, not by content.</param>
public sealed record IbbData(string Sid, ushort Seq, ReadOnlyMemory<byte> Data)
{
    /// <summary>The payload's element name, in IQ and message.</summary>
    public static readonly XName ElementName = Ns.InBandBytestreams + "data";

    /// <summary>Reads a block.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no sid, no sequence number, more than 65535 bytes, or no
    /// base64: another character, a <c>=</c> that is not at the end, white space within a line.</exception>
    public static IbbData Parse(XElement data)
    {
        data.ExpectName(ElementName);
        var sid = data.Required("sid", BytestreamOffer.MaxSidLength);
        if (!ushort.TryParse(data.Attribute("seq")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            throw HostileXml.Bad("The attribute 'seq' is no number from 0 to 65535.");
        if (data.HasElements)
            throw HostileXml.Bad("<data/> holds more than text.");
        return new IbbData(sid, seq, data.Annotation<BlockBytes>()?.Bytes ?? BlockText.Decode(data.Value));
    }

    /// <summary>The payload of the IQ set or the message. It has no text: the base64, on one line, is made when it is written to a
    /// stream, and the bytes must stay as they are until then.</summary>
    public XElement ToXml()
    {
        var data = new XElement(ElementName, new XAttribute("seq", Seq), new XAttribute("sid", Sid));
        data.AddAnnotation(new BlockBytes(Data));
        return data;
    }
}
