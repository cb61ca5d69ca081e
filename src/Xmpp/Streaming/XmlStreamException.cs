namespace Orchestrator.Xmpp.Streaming;

/// <summary>The other side broke the rules of the XML stream; the stream cannot go on.</summary>
/// <param name="condition">The stream error that names the fault, such as <c>policy-violation</c> (RFC 6120 §4.9.3).</param>
/// <param name="message">The fault, for humans.</param>
/// <param name="inner">What the XML parser said, if it was it that found the fault.</param>
internal sealed class XmlStreamException(string condition, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stream error condition to send back (RFC 6120 §4.9.3).</summary>
    public string Condition { get; } = condition;
}
