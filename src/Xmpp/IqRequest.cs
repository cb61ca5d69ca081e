using System.Xml.Linq;

namespace Orchestrator.Xmpp;

/// <summary>A request from a peer or from the server. It has exactly one payload; others are refused before.</summary>
/// <param name="From">Who asks; our own bare JID when the server stamped nobody.</param>
/// <param name="To">Which of our addresses is asked.</param>
/// <param name="Type">Get or set.</param>
/// <param name="Id">The asker's id, unique only together with <paramref name="From"/>.</param>
/// <param name="Payload">The only child element.</param>
public sealed record IqRequest(Jid From, Jid To, IqType Type, string Id, XElement Payload);
