using System.Xml.Linq;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>The acceptance of an offer: the IQ result with <c>&lt;si/&gt;</c> (XEP-0095 §3.2, XEP-0096).</summary>
/// <param name="StreamMethod">The namespace of the chosen transport, one of those offered.</param>
/// <param name="Range">The part that is wanted; null for the whole file.</param>
public sealed record SiAnswer(string StreamMethod, FileRange? Range = null)
{
    /// <summary>Reads an answer. That its method was offered is for the sender to check.</summary>
    /// <exception cref="StanzaErrorException">bad-request: not exactly one method is chosen, or the range is malformed.</exception>
    public static SiAnswer Parse(XElement si)
    {
        si.ExpectName(SiOffer.ElementName);
        var method = StreamMethodForm.ReadSubmitted(si)
            ?? throw HostileXml.Bad("The answer does not choose exactly one stream method.");
        var range = si.Element(FileOffer.ElementName)?.Element(Ns.FileTransfer + "range");
        return new SiAnswer(method, range is null ? null : FileRange.Parse(range));
    }

    /// <summary>The payload of the IQ result: no id, no description.</summary>
    public XElement ToXml() =>
        new(
            SiOffer.ElementName,
            Range is null ? null : new XElement(FileOffer.ElementName, Range.ToXml()),
            StreamMethodForm.Submit(StreamMethod));
}
