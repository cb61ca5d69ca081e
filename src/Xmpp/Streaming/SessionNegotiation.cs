using System.Globalization;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Resumes a session, or binds a resource and makes a new one (RFC 6120 §7, XEP-0198).</summary>
internal static class SessionNegotiation
{
    // A process that was killed seems to be there for as long as its session could be resumed; peers should not wait long for that.
    private const int ResumeSeconds = 60;

    /// <summary>Takes an old session up again; false if the server does not know it any more.</summary>
    /// <exception cref="XmppException">The server breaks the protocol, or the connection was lost.</exception>
    public static async Task<bool> ResumeAsync(XmppConnection connection, XmppSession session, CancellationToken cancellation)
    {
        var resume = new XElement(Ns.StreamManagement + "resume", new XAttribute("previd", session.ResumeId!), new XAttribute("h", session.Handled));
        await StreamNegotiation.WriteAsync(connection, resume, cancellation).ConfigureAwait(false);
        var answer = await StreamNegotiation.ReadAsync(connection, cancellation).ConfigureAwait(false);
        if (answer.Name == Ns.StreamManagement + "failed")
            return false;
        if (answer.Name != Ns.StreamManagement + "resumed")
            throw Unexpected(answer);
        session.Outbox.Acknowledge(ReadCount(answer));
        return true;
    }

    /// <summary>Binds the resource and, where the server can, switches stream management on.</summary>
    public static async Task<XmppSession> BindAsync(XmppConnection connection, XmppOptions options, XElement features, CancellationToken cancellation)
    {
        var bind = new XElement(Ns.Bind + "bind", options.Jid.Resource is { } resource ? new XElement(Ns.Bind + "resource", resource) : null);
        var early = new Queue<XElement>();
        var bound = await AskAsync(connection, "bind", bind, early, cancellation).ConfigureAwait(false);
        if (!Jid.TryParse((string?)bound.Element(Ns.Bind + "bind")?.Element(Ns.Bind + "jid"), out var jid, out _) || !jid.HasResource)
            throw new XmppException(XmppErrorKind.ProtocolViolation, "The server bound no resource.");
        if (features.Element(Ns.Session + "session") is { } legacy && legacy.Element(Ns.Session + "optional") is null)
            await AskAsync(connection, "session", new XElement(Ns.Session + "session"), early, cancellation).ConfigureAwait(false);

        var session = new XmppSession(jid);
        if (features.Element(Ns.StreamManagement + "sm") is not null)
            await EnableAsync(connection, session, early, cancellation).ConfigureAwait(false);
        while (early.TryDequeue(out var stanza))
            session.Early.Enqueue(stanza);
        return session;
    }

    /// <summary>The count <c>h</c> of an acknowledgement.</summary>
    public static uint ReadCount(XElement element) =>
        uint.TryParse((string?)element.Attribute("h"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new XmppException(XmppErrorKind.ProtocolViolation, "The server's acknowledgement has no count.");

    private static async Task EnableAsync(XmppConnection connection, XmppSession session, Queue<XElement> early, CancellationToken cancellation)
    {
        var enable = new XElement(Ns.StreamManagement + "enable", new XAttribute("resume", "true"), new XAttribute("max", ResumeSeconds));
        await StreamNegotiation.WriteAsync(connection, enable, cancellation).ConfigureAwait(false);
        var answer = await ReadPastStanzasAsync(connection, early, e => e.Name.Namespace == Ns.StreamManagement, cancellation).ConfigureAwait(false);
        if (answer.Name != Ns.StreamManagement + "enabled")
            return;
        session.Outbox.StartCounting();
        if ((string?)answer.Attribute("resume") is "true" or "1")
            session.ResumeId = (string?)answer.Attribute("id");
    }

    private static async Task<XElement> AskAsync(XmppConnection connection, string id, XElement payload, Queue<XElement> early, CancellationToken cancellation)
    {
        var iq = new XElement(Ns.Client + "iq", new XAttribute("type", "set"), new XAttribute("id", id), payload);
        await StreamNegotiation.WriteAsync(connection, iq, cancellation).ConfigureAwait(false);
        var answer = await ReadPastStanzasAsync(connection, early, IsAnswer, cancellation).ConfigureAwait(false);
        if ((string?)answer.Attribute("type") == "result")
            return answer;
        var error = StanzaError.Parse(answer);
        throw error.Condition == "conflict"
            ? new XmppException(XmppErrorKind.ResourceConflict, "The resource is in use by another client. Leave it out of the JID, or give each its own.")
            : new XmppException(XmppErrorKind.StreamError, $"The server refuses to {id}: {error}.");

        bool IsAnswer(XElement e) => e.Name == Ns.Client + "iq" && (string?)e.Attribute("id") == id && (string?)e.Attribute("type") is "result" or "error";
    }

    // A peer may already know our resource and write to it: what comes in between is kept, within reason, for later.
    private static async Task<XElement> ReadPastStanzasAsync(XmppConnection connection, Queue<XElement> early, Func<XElement, bool> isAwaited, CancellationToken cancellation)
    {
        const int MaxEarly = 64;
        while (true)
        {
            var element = await StreamNegotiation.ReadAsync(connection, cancellation).ConfigureAwait(false);
            if (isAwaited(element))
                return element;
            if (element.Name.Namespace != Ns.Client || early.Count == MaxEarly)
                throw Unexpected(element);
            early.Enqueue(element);
        }
    }

    private static XmppException Unexpected(XElement element) =>
        new(XmppErrorKind.ProtocolViolation, $"The server sent <{element.Name.LocalName}/> while the session was set up.");
}
