using System.Xml.Linq;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>The file that is offered (XEP-0096 §3, <c>&lt;file/&gt;</c>).</summary>
/// <param name="Name">Its name as the sender gave it: not safe to use as a path.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Hash">The MD5 of the whole file in lower-case hex, if known.</param>
/// <param name="Date">Its last modification, to the second, if known.</param>
/// <param name="Description">Words for humans, if any.</param>
/// <param name="RangeSupported">Whether the sender can send a part of it.</param>
/// <param name="Tag">Which durable transfer it is, when the sender is an Orchestrator.</param>
public sealed record FileOffer(
    string Name,
    long Size,
    string? Hash = null,
    DateTimeOffset? Date = null,
    string? Description = null,
    bool RangeSupported = false,
    TransferTag? Tag = null)
{
    /// <summary>The longest name accepted, in characters.</summary>
    public const int MaxNameLength = 4096;

    /// <summary>The longest description kept, in characters.</summary>
    public const int MaxDescriptionLength = 4096;

    internal static readonly XName ElementName = Ns.FileTransfer + "file";

    /// <summary>Reads an offer's <c>&lt;file/&gt;</c>. A hash or date of unknown form is taken as absent.</summary>
    /// <exception cref="StanzaErrorException">bad-request: name or size absent or out of bounds, or a malformed tag.</exception>
    public static FileOffer Parse(XElement file)
    {
        file.ExpectName(ElementName);
        var description = file.Element(Ns.FileTransfer + "desc")?.Value;
        return new FileOffer(
            file.Required("name", MaxNameLength),
            file.RequiredBytes("size"),
            ParseHash(file.Attribute("hash")?.Value),
            XmppDateTime.Parse(file.Attribute("date")?.Value),
            description is { Length: > MaxDescriptionLength } ? description[..MaxDescriptionLength] : description,
            file.Element(Ns.FileTransfer + "range") is not null,
            file.Element(TransferTag.ElementName) is { } tag ? TransferTag.Parse(tag) : null);
    }

    /// <summary>The offer's <c>&lt;file/&gt;</c>; its <c>&lt;range/&gt;</c> has no attributes.</summary>
    public XElement ToXml() =>
        new(
            ElementName,
            new XAttribute("name", XmlText.Writable(Name)),
            new XAttribute("size", Size),
            Hash is null ? null : new XAttribute("hash", Hash),
            Date is { } date ? new XAttribute("date", XmppDateTime.Format(date)) : null,
            Description is null ? null : new XElement(Ns.FileTransfer + "desc", XmlText.Writable(Description)),
            RangeSupported ? new XElement(Ns.FileTransfer + "range") : null,
            Tag?.ToXml());

    private static string? ParseHash(string? text) =>
        text is { Length: 32 } && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;
}
