using System.Xml.Linq;

namespace Orchestrator.Xmpp.Receipts;

/// <summary>Either side, in an IQ set: this transfer will not go on as it is.</summary>
/// <param name="Id">The transfer's id.</param>
/// <param name="Reason">Why.</param>
public sealed record TransferAbandon(string Id, AbandonReason Reason)
{
    private const string Cancelled = "cancelled";
    private const string HashMismatch = "hash-mismatch";

    /// <summary>The payload's element name.</summary>
    public static readonly XName ElementName = Ns.Transfer + "abandon";

    /// <summary>Reads the payload.</summary>
    /// <exception cref="StanzaErrorException">bad-request: the id is malformed or the reason unknown.</exception>
    public static TransferAbandon Parse(XElement abandon)
    {
        abandon.ExpectName(ElementName);
        var reason = abandon.Attribute("reason")?.Value switch
        {
            Cancelled => AbandonReason.Cancelled,
            HashMismatch => AbandonReason.HashMismatch,
            _ => throw HostileXml.Bad($"The reason is neither {Cancelled} nor {HashMismatch}."),
        };
        return new TransferAbandon(TransferFields.ReadId(abandon), reason);
    }

    /// <summary>The payload of the IQ set.</summary>
    public XElement ToXml() =>
        new(
            ElementName,
            new XAttribute("id", Id),
            new XAttribute("reason", Reason == AbandonReason.HashMismatch ? HashMismatch : Cancelled));
}
