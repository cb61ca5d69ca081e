namespace Orchestrator.Actors.Admin;

/// <summary>How a proxy does.</summary>
public enum ProxyState
{
    /// <summary>Not used yet.</summary>
    Unknown,

    /// <summary>The last stream went through.</summary>
    Healthy,

    /// <summary>It failed; it is offered last until it gets another chance.</summary>
    OpenCircuit,

    /// <summary>It serves none of our accounts.</summary>
    Refused,

    /// <summary>Switched off by a command.</summary>
    Disabled,
}
