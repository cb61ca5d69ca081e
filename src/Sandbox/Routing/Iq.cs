using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Sandbox.Routing;

/// <summary>Answers to a stanza: same id, addresses swapped.</summary>
internal static class Iq
{
    public static XElement Result(XElement request, XElement? payload = null) => Answer(request, "result", payload);

    /// <summary>An error, also for a message or presence.</summary>
    public static XElement Error(XElement request, StanzaError error) => Answer(request, "error", error.ToXml());

    private static XElement Answer(XElement request, string type, XElement? payload)
    {
        var answer = new XElement(
            request.Name, new XAttribute("type", type), new XAttribute("id", request.Attribute("id")?.Value ?? ""), payload);
        answer.SetAttributeValue("to", request.Attribute("from")?.Value);
        answer.SetAttributeValue("from", request.Attribute("to")?.Value);
        return answer;
    }
}
