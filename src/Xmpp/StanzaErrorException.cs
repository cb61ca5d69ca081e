namespace Orchestrator.Xmpp;

/// <summary>A stanza error: one to answer with when reading a request, or the one that a peer answered with.</summary>
public sealed class StanzaErrorException(StanzaError error) : Exception(error.ToString())
{
    /// <summary>The error.</summary>
    public StanzaError Error { get; } = error;
}
