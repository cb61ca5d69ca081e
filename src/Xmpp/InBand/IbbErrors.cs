namespace Orchestrator.Xmpp.InBand;

/// <summary>The errors of XEP-0047 that are more than a plain condition.</summary>
public static class IbbErrors
{
    /// <summary>The stream is welcome, with blocks of at most <paramref name="largest"/> bytes (XEP-0047 §2.1).</summary>
    public static StanzaError SmallerBlocks(int largest) =>
        new(StanzaErrorType.Modify, "resource-constraint", $"Blocks of at most {largest} bytes are accepted.");

    /// <summary>That sequence number was used already; the stream is over for its sender (XEP-0047 §2.2), so the type is
    /// cancel: waiting would not mend it.</summary>
    public static StanzaError RepeatedBlock(ushort seq) =>
        new(StanzaErrorType.Cancel, "unexpected-request", $"Block {seq} was received already.");
}
