using System.Collections.Immutable;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>The offer of a file: an IQ set with <c>&lt;si/&gt;</c> (XEP-0095 §3.2, XEP-0096).</summary>
/// <param name="Id">The session's id, and later the bytestream's sid.</param>
/// <param name="MimeType">The media type, if told.</param>
/// <param name="File">The file.</param>
/// <param name="StreamMethods">The namespaces of the offered transports, in order of preference; at least one.</param>
public sealed record SiOffer(string Id, string? MimeType, FileOffer File, ImmutableArray<string> StreamMethods)
{
    /// <summary>The longest id accepted, in characters.</summary>
    public const int MaxIdLength = 256;

    private const int MaxMimeTypeLength = 256;

    /// <summary>The payload's element name.</summary>
    public static readonly XName ElementName = Ns.StreamInitiation + "si";

    /// <summary>Reads an offer. Which of its methods is usable is for the receiver to say.</summary>
    /// <exception cref="StanzaErrorException">
    /// <see cref="SiErrors.BadProfile"/>: another profile, or not exactly one file; <see cref="SiErrors.NoValidStreams"/>:
    /// no method is offered; plain bad-request: the id or the file is malformed.
    /// </exception>
    public static SiOffer Parse(XElement si)
    {
        si.ExpectName(ElementName);
        var id = si.Required("id", MaxIdLength);
        if (si.Attribute("profile")?.Value != Ns.FileTransfer.NamespaceName
            || si.Elements(FileOffer.ElementName).Take(2).ToList() is not [var file])
        {
            throw new StanzaErrorException(SiErrors.BadProfile);
        }

        var offer = new SiOffer(
            id, si.Optional("mime-type", MaxMimeTypeLength), FileOffer.Parse(file), StreamMethodForm.ReadOffered(si));
        return offer.StreamMethods.IsEmpty ? throw new StanzaErrorException(SiErrors.NoValidStreams) : offer;
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() =>
        new(
            ElementName,
            new XAttribute("id", Id),
            MimeType is null ? null : new XAttribute("mime-type", MimeType),
            new XAttribute("profile", Ns.FileTransfer.NamespaceName),
            File.ToXml(),
            StreamMethodForm.Offer(StreamMethods));
}
