namespace Orchestrator.Streams.Files;

/// <summary>The inbox folder cannot be used; the message names it and is fit for a human.</summary>
public sealed class InboxException : IOException
{
    /// <summary>Creates the exception with a human message and the cause.</summary>
    public InboxException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
