namespace Orchestrator.Xmpp;

/// <summary>The stream to the server failed. The message names the fault and the mend.</summary>
/// <param name="kind">What failed.</param>
/// <param name="message">For humans, without secrets.</param>
/// <param name="isFinal">Whether retrying is useless until somebody changes the configuration.</param>
/// <param name="inner">The cause underneath.</param>
public sealed class XmppException(XmppErrorKind kind, string message, bool isFinal = false, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What failed.</summary>
    public XmppErrorKind Kind { get; } = kind;

    /// <summary>Whether retrying is useless until somebody changes the configuration.</summary>
    public bool IsFinal { get; } = isFinal;
}
