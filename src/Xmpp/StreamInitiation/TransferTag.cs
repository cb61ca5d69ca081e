using System.Xml.Linq;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>
/// Our own mark in an offer, <c>&lt;transfer xmlns='urn:orchestrator:transfer:0' id='…'/&gt;</c>: which durable transfer
/// this session belongs to. Others ignore it.
/// </summary>
/// <param name="Id">The transfer's id: 1 to 128 of <c>A-Z a-z 0-9 _ -</c>.</param>
public sealed record TransferTag(string Id)
{
    internal static readonly XName ElementName = Ns.Transfer + "transfer";

    /// <summary>Reads the element.</summary>
    /// <exception cref="StanzaErrorException">bad-request: the id is missing or not of that form.</exception>
    public static TransferTag Parse(XElement transfer)
    {
        transfer.ExpectName(ElementName);
        return new TransferTag(TransferFields.ReadId(transfer));
    }

    /// <summary>The element.</summary>
    public XElement ToXml() => new(ElementName, new XAttribute("id", Id));
}
