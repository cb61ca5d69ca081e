using System.Xml.Linq;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>The part of a file that its receiver asks for (XEP-0096 §3, <c>&lt;range/&gt;</c>).</summary>
/// <param name="Offset">The first byte wanted.</param>
/// <param name="Length">How many bytes from there; null means to the end.</param>
public sealed record FileRange(long Offset = 0, long? Length = null)
{
    private static readonly XName _range = Ns.FileTransfer + "range";

    /// <summary>Reads a <c>&lt;range/&gt;</c>; an absent offset is 0.</summary>
    /// <exception cref="StanzaErrorException">bad-request: an offset or length that is no number of bytes.</exception>
    public static FileRange Parse(XElement range)
    {
        range.ExpectName(_range);
        return new FileRange(range.OptionalBytes("offset") ?? 0, range.OptionalBytes("length"));
    }

    /// <summary>The <c>&lt;range/&gt;</c>, with the attributes that differ from their defaults.</summary>
    public XElement ToXml() =>
        new(
            _range,
            Offset == 0 ? null : new XAttribute("offset", Offset),
            Length is null ? null : new XAttribute("length", Length));

    /// <summary>The exact bytes meant in a file of <paramref name="size"/> bytes. An offset at the end means none.</summary>
    /// <exception cref="StanzaErrorException">bad-request: the range does not lie within the file.</exception>
    public (long Offset, long Length) Resolve(long size)
    {
        if (Offset < 0 || Offset > size || Length < 0 || Length > size - Offset)
            throw HostileXml.Bad($"The range does not lie within the file's {size} bytes.");
        return (Offset, Length ?? size - Offset);
    }
}
