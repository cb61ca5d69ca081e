using System.Collections.Immutable;

namespace Orchestrator.Actors.Sessions;

/// <summary>What the actor of our own streamhost understands and says.</summary>
public static class ListenerProtocol
{
    /// <summary>
    /// The asker awaits a connection for this DST.ADDR (XEP-0065 §5.3.2). Answered with <see cref="Listening"/>, later at most
    /// once with <see cref="StreamConnected"/>. Ends with the asker.
    /// </summary>
    public sealed record Expect(string DstAddr);

    /// <summary>Where peers can reach us, in order of preference: host and port.</summary>
    public sealed record Listening(ImmutableArray<(string Host, int Port)> Addresses);

    /// <summary>A peer connected and named the DST.ADDR.</summary>
    public sealed record StreamConnected(Stream Stream) : ICarriesStream;
}
