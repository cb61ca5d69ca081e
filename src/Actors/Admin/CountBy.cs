namespace Orchestrator.Actors.Admin;

/// <summary>What transfers are counted by.</summary>
public enum CountBy
{
    /// <summary>State.</summary>
    State,

    /// <summary>Our account.</summary>
    Account,

    /// <summary>Peer, bare.</summary>
    Peer,

    /// <summary>The last session's road.</summary>
    Road,

    /// <summary>The last session's proxy.</summary>
    Proxy,

    /// <summary>The last failure's code.</summary>
    Reason,

    /// <summary>Outgoing or incoming.</summary>
    Direction,
}
