namespace Orchestrator.Xmpp;

/// <summary>What a request wants (RFC 6120 §8.2.3).</summary>
public enum IqType
{
    /// <summary>To know something.</summary>
    Get,

    /// <summary>To change something.</summary>
    Set,
}
