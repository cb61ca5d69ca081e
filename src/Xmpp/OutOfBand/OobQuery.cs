using System.Xml.Linq;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Xmpp.OutOfBand;

/// <summary>
/// A file at a URL: an IQ set with <c>&lt;query/&gt;</c>, answered once the file was fetched (XEP-0066 §2), or <c>&lt;x/&gt;</c>
/// in a message (XEP-0066 §3).
/// </summary>
/// <param name="Url">Where it is; absolute, of whatever scheme.</param>
/// <param name="Description">Words for humans, if any.</param>
/// <param name="File">What it is, when the sender is an Orchestrator: with name, size, and a tag with id and hash. Others ignore it.</param>
public sealed record OobQuery(Uri Url, string? Description = null, FileOffer? File = null)
{
    /// <summary>The longest URL accepted, in characters.</summary>
    public const int MaxUrlLength = 4096;

    /// <summary>The payload's element name.</summary>
    public static readonly XName ElementName = Ns.OutOfBandData + "query";

    /// <summary>The name of the element in a message.</summary>
    public static readonly XName MessageElementName = Ns.OutOfBandMessage + "x";

    /// <summary>Reads either element.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no URL, one that is too long or no URL at all, or a malformed file.</exception>
    public static OobQuery Parse(XElement query)
    {
        if (query.Name != MessageElementName)
            query.ExpectName(ElementName);
        var ns = query.Name.Namespace;
        var text = query.Element(ns + "url")?.Value.Trim();
        if (string.IsNullOrEmpty(text))
            throw HostileXml.Bad("The URL is missing.");
        if (text.Length > MaxUrlLength || !Uri.TryCreate(text, UriKind.Absolute, out var url))
            throw HostileXml.Bad($"The URL is no absolute one of at most {MaxUrlLength} characters.");
        var description = query.Element(ns + "desc")?.Value;
        return new OobQuery(
            url,
            description is { Length: > FileOffer.MaxDescriptionLength } ? description[..FileOffer.MaxDescriptionLength] : description,
            query.Element(FileOffer.ElementName) is { } file ? ParseFile(file) : null);
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() =>
        new(
            ElementName,
            new XElement(Ns.OutOfBandData + "url", Url.AbsoluteUri),
            Description is null ? null : new XElement(Ns.OutOfBandData + "desc", XmlText.Writable(Description)),
            File?.ToXml());

    // Without id and hash there is nothing to know the file again by; it is fetched like anybody's.
    private static FileOffer? ParseFile(XElement element) =>
        FileOffer.Parse(element) is { Tag.Sha256: not null } file ? file : null;
}
