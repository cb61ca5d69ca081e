namespace Orchestrator.Host.Api;

/// <summary>What a client may do; each role includes the ones before it.</summary>
internal enum Role
{
    /// <summary>Ask whether the daemon is well.</summary>
    None,

    /// <summary>See everything.</summary>
    Read,

    /// <summary>Change everything.</summary>
    Write,
}
