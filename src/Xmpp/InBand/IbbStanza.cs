namespace Orchestrator.Xmpp.InBand;

/// <summary>The kind of stanza that carries the blocks of an in-band bytestream (XEP-0047 §2.1).</summary>
public enum IbbStanza
{
    /// <summary>IQ, the default: each block is answered.</summary>
    Iq,

    /// <summary>Message: nothing is answered but errors.</summary>
    Message,
}
