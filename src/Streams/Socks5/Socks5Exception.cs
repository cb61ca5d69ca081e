namespace Orchestrator.Streams.Socks5;

/// <summary>A streamhost could not be used; the message names it and is fit for a human.</summary>
public sealed class Socks5Exception : IOException
{
    /// <summary>Creates the exception with its kind, a human message and the cause.</summary>
    public Socks5Exception(Socks5Error kind, string message, Exception? cause = null) : base(message, cause) => Kind = kind;

    /// <summary>The kind of failure; decides what is tried next.</summary>
    public Socks5Error Kind { get; }
}
