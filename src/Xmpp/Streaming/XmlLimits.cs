namespace Orchestrator.Xmpp.Streaming;

/// <summary>What one stanza may cost.</summary>
/// <param name="MaxStanzaBytes">Bytes from its first <c>&lt;</c> to its last <c>&gt;</c>.</param>
/// <param name="MaxDepth">Nested elements, the stanza's own one included.</param>
internal sealed record XmlLimits(int MaxStanzaBytes, int MaxDepth)
{
    /// <summary>1 MiB and 64 levels.</summary>
    public static XmlLimits Default { get; } = new(1024 * 1024, 64);
}
