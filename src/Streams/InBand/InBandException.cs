namespace Orchestrator.Streams.InBand;

/// <summary>A block could not be sent, or the stream is broken; the message is fit for a human.</summary>
public sealed class InBandException : IOException
{
    /// <summary>Creates the exception with its kind, a human message and the cause.</summary>
    public InBandException(InBandError kind, string message, Exception? cause = null) : base(message, cause) => Kind = kind;

    /// <summary>The kind of failure.</summary>
    public InBandError Kind { get; }
}
