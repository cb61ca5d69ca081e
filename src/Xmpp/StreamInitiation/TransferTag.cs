using System.Xml.Linq;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>
/// Our own mark in an offer, <c>&lt;transfer xmlns='urn:orchestrator:transfer:0' id='…'/&gt;</c>: which durable transfer
/// this session belongs to. Others ignore it.
/// </summary>
/// <param name="Id">The transfer's id: 1 to 128 of <c>A-Z a-z 0-9 _ -</c>.</param>
/// <param name="Sha256">The file's SHA-256, 64 lower-case hex digits, where it is known before the bytes go over.</param>
public sealed record TransferTag(string Id, string? Sha256 = null)
{
    internal static readonly XName ElementName = Ns.Transfer + "transfer";

    /// <summary>Reads the element.</summary>
    /// <exception cref="StanzaErrorException">bad-request: the id is missing or not of that form, or the hash is not.</exception>
    public static TransferTag Parse(XElement transfer)
    {
        transfer.ExpectName(ElementName);
        return new TransferTag(TransferFields.ReadId(transfer), transfer.Attribute("sha256") is null ? null : TransferFields.ReadSha256(transfer));
    }

    /// <summary>The element.</summary>
    public XElement ToXml() => new(ElementName, new XAttribute("id", Id), Sha256 is null ? null : new XAttribute("sha256", Sha256));
}
