using System.Xml.Linq;

namespace Orchestrator.Xmpp;

/// <summary>The one answer to a request: a result or an error.</summary>
public sealed record IqAnswer
{
    private IqAnswer(XElement? payload, StanzaError? error) => (Payload, Failure) = (payload, error);

    /// <summary>Nobody here is responsible: <c>service-unavailable</c> (RFC 6120 §8.4).</summary>
    public static IqAnswer NotHandled { get; } = Error(StanzaError.ServiceUnavailable());

    /// <summary>The result's payload; null for an empty result or an error.</summary>
    public XElement? Payload { get; }

    /// <summary>The error; null for a result.</summary>
    public StanzaError? Failure { get; }

    /// <summary>Success, with or without a payload.</summary>
    public static IqAnswer Result(XElement? payload = null) => new(payload, null);

    /// <summary>A refusal.</summary>
    public static IqAnswer Error(StanzaError error) => new(null, error);
}
