namespace Orchestrator.Streams.Files;

/// <summary>Why a file cannot be the source of a transfer.</summary>
public enum SourceFileError
{
    /// <summary>Nothing is there, or a folder on the way is missing.</summary>
    Missing,

    /// <summary>A folder, not a file.</summary>
    Directory,

    /// <summary>A FIFO, socket or device: it has no size and cannot be read twice.</summary>
    Special,

    /// <summary>This process may not read it, or the disk fails.</summary>
    Unreadable,

    /// <summary>Size or modification time are no longer those of the file that was accepted.</summary>
    Changed,
}
