using System.Xml.Linq;

namespace Orchestrator.Xmpp;

/// <summary>
/// Who gets what arrives. Every method is called in the order of the stream, on the loop that reads it, and must return
/// at once; the tasks of several requests run side by side. What a method throws never ends the stream.
/// </summary>
public interface IStanzaHandler
{
    /// <summary>
    /// Answers a request. A thrown <see cref="StanzaErrorException"/> becomes that error, any other exception
    /// <c>internal-server-error</c>. Pings are answered before (XEP-0199).
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Set when no answer is wanted any more: the session is over or the time is up.</param>
    Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation);

    /// <summary>A presence stanza in the namespace <c>jabber:client</c>.</summary>
    void OnPresence(XElement presence);

    /// <summary>A message stanza in the namespace <c>jabber:client</c>.</summary>
    void OnMessage(XElement message);
}
