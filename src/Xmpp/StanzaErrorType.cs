namespace Orchestrator.Xmpp;

/// <summary>What the sender of a refused stanza may do about it (RFC 6120 §8.3.2).</summary>
public enum StanzaErrorType
{
    /// <summary>Do not retry.</summary>
    Cancel,

    /// <summary>Retry after changing the data sent.</summary>
    Modify,

    /// <summary>Retry after waiting.</summary>
    Wait,

    /// <summary>Retry after providing credentials.</summary>
    Auth,

    /// <summary>Proceed: the condition was only a warning.</summary>
    Continue,
}
