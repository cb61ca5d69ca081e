namespace Orchestrator.Streams.Flows;

/// <summary>Why a flow ended before it was done.</summary>
public enum FlowFault
{
    /// <summary><see cref="RunningFlow.Stop"/> was called.</summary>
    Stopped,

    /// <summary>The source is no longer the file that was accepted: gone, shrunk, grown or modified.</summary>
    SourceChanged,

    /// <summary>The source cannot be read.</summary>
    SourceUnreadable,

    /// <summary>The peer closed in good order before the last byte.</summary>
    PeerClosedEarly,

    /// <summary>The connection broke.</summary>
    PeerReset,

    /// <summary>The receiver got bytes after the last one, or the sender was sent more than a peer has to say.</summary>
    ExcessBytes,

    /// <summary>The partial on disk is shorter than the offset: bytes that a checkpoint vouched for are gone.</summary>
    PartialTooShort,

    /// <summary>No space left for the inbox, or a quota or limit of file size was met.</summary>
    DiskFull,

    /// <summary>The partial cannot be opened, written or synced.</summary>
    InboxUnwritable,

    /// <summary>A defect of this program; the detail tells which.</summary>
    Internal,
}
