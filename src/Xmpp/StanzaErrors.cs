using System.Xml.Linq;

namespace Orchestrator.Xmpp;

// The conditions of RFC 6120 §8.3.3 that are sent, each with its usual type.
public sealed partial record StanzaError
{
    /// <summary>The request is malformed; modify it.</summary>
    public static StanzaError BadRequest(string? text = null, XElement? application = null) =>
        new(StanzaErrorType.Modify, "bad-request", text, application);

    /// <summary>Something of that name exists already.</summary>
    public static StanzaError Conflict(string? text = null) => new(StanzaErrorType.Cancel, "conflict", text);

    /// <summary>The feature is not implemented here.</summary>
    public static StanzaError FeatureNotImplemented(string? text = null) =>
        new(StanzaErrorType.Cancel, "feature-not-implemented", text);

    /// <summary>The asker may not; an offer is declined with it (XEP-0095 §3.2), so the type is cancel.</summary>
    public static StanzaError Forbidden(string? text = null) => new(StanzaErrorType.Cancel, "forbidden", text);

    /// <summary>A fault of ours.</summary>
    public static StanzaError InternalServerError(string? text = null) =>
        new(StanzaErrorType.Cancel, "internal-server-error", text);

    /// <summary>What was asked for is not there.</summary>
    public static StanzaError ItemNotFound(string? text = null) => new(StanzaErrorType.Cancel, "item-not-found", text);

    /// <summary>An address in the stanza is no JID.</summary>
    public static StanzaError JidMalformed(string? text = null) => new(StanzaErrorType.Modify, "jid-malformed", text);

    /// <summary>Understood, and not wanted.</summary>
    public static StanzaError NotAcceptable(string? text = null) =>
        new(StanzaErrorType.Cancel, "not-acceptable", text);

    /// <summary>Nobody may do that.</summary>
    public static StanzaError NotAllowed(string? text = null) => new(StanzaErrorType.Cancel, "not-allowed", text);

    /// <summary>The recipient is not connected now.</summary>
    public static StanzaError RecipientUnavailable(string? text = null) =>
        new(StanzaErrorType.Wait, "recipient-unavailable", text);

    /// <summary>The remote server does not exist.</summary>
    public static StanzaError RemoteServerNotFound(string? text = null) =>
        new(StanzaErrorType.Cancel, "remote-server-not-found", text);

    /// <summary>The remote server, or our own wait for it, timed out.</summary>
    public static StanzaError RemoteServerTimeout(string? text = null) =>
        new(StanzaErrorType.Wait, "remote-server-timeout", text);

    /// <summary>A limit is reached; retry later.</summary>
    public static StanzaError ResourceConstraint(string? text = null) =>
        new(StanzaErrorType.Wait, "resource-constraint", text);

    /// <summary>Nobody is responsible for that request.</summary>
    public static StanzaError ServiceUnavailable(string? text = null) =>
        new(StanzaErrorType.Cancel, "service-unavailable", text);

    /// <summary>The request came out of order.</summary>
    public static StanzaError UnexpectedRequest(string? text = null) =>
        new(StanzaErrorType.Wait, "unexpected-request", text);
}
