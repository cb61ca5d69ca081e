namespace Orchestrator.Xmpp.Receipts;

/// <summary>Why one side gives a transfer up.</summary>
public enum AbandonReason
{
    /// <summary>It was cancelled there; it will not go on.</summary>
    Cancelled,

    /// <summary>The bytes received are not those sent; they are thrown away, start again from 0.</summary>
    HashMismatch,
}
