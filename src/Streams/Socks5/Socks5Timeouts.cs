namespace Orchestrator.Streams.Socks5;

/// <summary>How long the listener waits for each phase of a handshake; a slow connector only ever loses its own connection.</summary>
/// <param name="Greeting">From the accepted connection to its complete greeting.</param>
/// <param name="Request">From our answer to the greeting to the complete CONNECT request.</param>
public sealed record Socks5Timeouts(TimeSpan Greeting, TimeSpan Request)
{
    /// <summary>Ten seconds for each phase.</summary>
    public static Socks5Timeouts Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
}
