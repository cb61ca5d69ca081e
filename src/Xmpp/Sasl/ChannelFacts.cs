namespace Orchestrator.Xmpp.Sasl;

/// <summary>What is known about the channel when a mechanism is chosen.</summary>
/// <param name="IsTls">Whether TLS protects it.</param>
/// <param name="Bindings">The channel bindings that this end can compute, best first, by their registered names.</param>
internal sealed record ChannelFacts(bool IsTls, IReadOnlyList<(string Name, byte[] Data)> Bindings)
{
    /// <summary>No TLS.</summary>
    public static ChannelFacts Plain { get; } = new(false, []);
}
