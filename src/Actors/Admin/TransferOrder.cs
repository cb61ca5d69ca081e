namespace Orchestrator.Actors.Admin;

/// <summary>What a list of transfers is sorted by.</summary>
public enum TransferOrder
{
    /// <summary>When it was accepted.</summary>
    Created,

    /// <summary>When it last changed.</summary>
    Updated,

    /// <summary>The file's size.</summary>
    Size,

    /// <summary>Its place in the queue.</summary>
    Priority,

    /// <summary>The peer's JID.</summary>
    Peer,

    /// <summary>The file's name, in lower case.</summary>
    Name,
}
