namespace Orchestrator.Actors.Admin;

/// <summary>How an account is connected.</summary>
public enum AccountState
{
    /// <summary>The connection is being made.</summary>
    Connecting,

    /// <summary>It has a session.</summary>
    Online,

    /// <summary>It has none and will try again by itself.</summary>
    Offline,

    /// <summary>The server will not have it; nothing is tried until it is disabled and enabled, or the daemon starts anew.</summary>
    Refused,

    /// <summary>Switched off by a command.</summary>
    Disabled,
}
