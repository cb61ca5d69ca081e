namespace Orchestrator.Streams.Files;

/// <summary>A file cannot be, or no longer is, the source of a transfer; the message names it and is fit for a human.</summary>
public sealed class SourceFileException : IOException
{
    /// <summary>Creates the exception with its kind, a human message and the cause.</summary>
    public SourceFileException(SourceFileError kind, string message, Exception? cause = null) : base(message, cause) => Kind = kind;

    /// <summary>The kind of fault.</summary>
    public SourceFileError Kind { get; }
}
