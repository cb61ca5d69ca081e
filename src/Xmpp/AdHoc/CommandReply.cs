using System.Xml.Linq;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Xmpp.AdHoc;

/// <summary>The answer to an ad-hoc command (XEP-0050 §2.4).</summary>
/// <param name="Node">Which command.</param>
/// <param name="SessionId">The session that it belongs to.</param>
public sealed record CommandReply(string Node, string SessionId)
{
    /// <summary>Asks for a form to be filled in.</summary>
    public XElement Asks(DataForm form) => ToXml("executing",
        new XElement(Ns.Commands + "actions", new XAttribute("execute", "complete"), new XElement(Ns.Commands + "complete")),
        form.ToForm());

    /// <summary>Done, with a result to show, and a sentence about it.</summary>
    public XElement Shows(DataForm result, string? note = null) => ToXml("completed", result.ToResult(), note is null ? null : Note("info", note));

    /// <summary>Done, with a sentence.</summary>
    public XElement Says(string text) => ToXml("completed", Note("info", text));

    /// <summary>Not done; the sentence names the fault and the mend.</summary>
    public XElement Refuses(string text) => ToXml("completed", Note("error", text));

    /// <summary>Given up, as was asked.</summary>
    public XElement Cancelled() => ToXml("canceled");

    private static XElement Note(string type, string text) => new(Ns.Commands + "note", new XAttribute("type", type), XmlText.Writable(text));

    private XElement ToXml(string status, params XElement?[] children) => new(
        CommandRequest.ElementName,
        new XAttribute("node", Node),
        new XAttribute("sessionid", SessionId),
        new XAttribute("status", status),
        children);
}
