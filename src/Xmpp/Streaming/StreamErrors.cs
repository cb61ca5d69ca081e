using System.Xml.Linq;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Turns whatever ends a stream into the one exception that callers see.</summary>
internal static class StreamErrors
{
    /// <summary>Reads <c>&lt;stream:error/&gt;</c> (RFC 6120 §4.9).</summary>
    /// <param name="error">The element.</param>
    /// <param name="isEstablished">Whether the stream was up: a conflict then means that somebody took our resource.</param>
    public static XmppException Read(XElement error, bool isEstablished)
    {
        var conditions = error.Elements().Where(e => e.Name.Namespace == Ns.StreamErrors).ToList();
        var condition = conditions.FirstOrDefault(e => e.Name.LocalName != "text")?.Name.LocalName ?? "undefined-condition";
        var text = conditions.FirstOrDefault(e => e.Name.LocalName == "text")?.Value is { Length: > 0 and < 500 } words ? $" ({words})" : "";
        return condition switch
        {
            "conflict" when isEstablished => new XmppException(XmppErrorKind.ResourceConflict, $"Another client has connected with the same resource{text}. Give each its own resource, or stop one of them.", isFinal: true),
            "conflict" => new XmppException(XmppErrorKind.ResourceConflict, $"The name is already connected{text}."),
            "not-authorized" when !isEstablished => new XmppException(XmppErrorKind.AuthenticationFailed, $"The server refuses the name or secret{text}. Correct the secret here or at the server.", isFinal: true),
            "host-unknown" => new XmppException(XmppErrorKind.StreamError, $"The server does not serve this domain{text}. Check the JID, and the server's configuration."),
            _ => new XmppException(XmppErrorKind.StreamError, $"The server ended the stream: {condition}{text}."),
        };
    }

    /// <summary>The exception for callers, whatever was thrown.</summary>
    public static XmppException From(Exception e) => e switch
    {
        XmppException known => known,
        XmlStreamException broken => new XmppException(XmppErrorKind.ProtocolViolation, $"The server broke the protocol: {broken.Message}", inner: e),
        EndOfStreamException => new XmppException(XmppErrorKind.Disconnected, e.Message, inner: e),
        IOException => new XmppException(XmppErrorKind.Disconnected, $"The connection to the server was lost: {e.Message}", inner: e),
        OperationCanceledException => new XmppException(XmppErrorKind.Timeout, "The server did not answer in time.", inner: e),
        _ => new XmppException(XmppErrorKind.Disconnected, $"The stream failed: {e.Message}", inner: e),
    };
}
