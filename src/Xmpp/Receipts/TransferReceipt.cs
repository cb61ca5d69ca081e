using System.Xml.Linq;

namespace Orchestrator.Xmpp.Receipts;

/// <summary>Receiver to sender, in an IQ set after the verified file is in place: the sender may call it completed.</summary>
/// <param name="Id">The transfer's id.</param>
/// <param name="Size">The received file's size in bytes.</param>
/// <param name="Sha256">The received file's SHA-256, 64 lower-case hex digits.</param>
public sealed record TransferReceipt(string Id, long Size, string Sha256)
{
    /// <summary>The payload's element name.</summary>
    public static readonly XName ElementName = Ns.Transfer + "receipt";

    /// <summary>Reads the payload.</summary>
    /// <exception cref="StanzaErrorException">bad-request: an attribute is missing or malformed.</exception>
    public static TransferReceipt Parse(XElement receipt)
    {
        receipt.ExpectName(ElementName);
        return new TransferReceipt(
            TransferFields.ReadId(receipt), receipt.RequiredBytes("size"), TransferFields.ReadSha256(receipt));
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() =>
        new(ElementName, new XAttribute("id", Id), new XAttribute("size", Size), new XAttribute("sha256", Sha256));
}
