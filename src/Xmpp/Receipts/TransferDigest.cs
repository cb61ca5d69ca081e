using System.Xml.Linq;

namespace Orchestrator.Xmpp.Receipts;

/// <summary>Sender to receiver, in an IQ set when all bytes are sent: what the sender hashed of the whole file.</summary>
/// <param name="Id">The transfer's id.</param>
/// <param name="Size">The file's size in bytes.</param>
/// <param name="Sha256">The file's SHA-256, 64 lower-case hex digits.</param>
public sealed record TransferDigest(string Id, long Size, string Sha256)
{
    /// <summary>The payload's element name.</summary>
    public static readonly XName ElementName = Ns.Transfer + "complete";

    /// <summary>Reads the payload.</summary>
    /// <exception cref="StanzaErrorException">bad-request: an attribute is missing or malformed.</exception>
    public static TransferDigest Parse(XElement complete)
    {
        complete.ExpectName(ElementName);
        return new TransferDigest(
            TransferFields.ReadId(complete), complete.RequiredBytes("size"), TransferFields.ReadSha256(complete));
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() =>
        new(ElementName, new XAttribute("id", Id), new XAttribute("size", Size), new XAttribute("sha256", Sha256));
}
