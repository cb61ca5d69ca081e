using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Sandbox.Faults;

/// <summary>A stanza on its way from one connected entity, or the server itself, to another.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="To">Whose connection it is about to be written to.</param>
/// <param name="Stanza">The stanza, in <c>jabber:client</c>.</param>
public sealed record StanzaInTransit(Jid From, Jid To, XElement Stanza)
{
    /// <summary>Whether it is an iq, message or presence of that name and, if told, type.</summary>
    public bool Is(string name, string? type = null) =>
        Stanza.Name.LocalName == name && (type is null || Stanza.Attribute("type")?.Value == type);

    /// <summary>Whether one of its children is in that namespace.</summary>
    public bool Carries(XNamespace ns) => Stanza.Elements().Any(child => child.Name.Namespace == ns);
}
