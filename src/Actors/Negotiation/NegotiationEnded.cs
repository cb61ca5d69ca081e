using Orchestrator.Actors.Sessions;

namespace Orchestrator.Actors.Negotiation;

/// <summary>What a negotiation tells its parent, once.</summary>
public sealed record NegotiationEnded(int Session, NegotiationOutcome Outcome, NegotiationTrace Trace) : ICarriesStream
{
    /// <summary>The bytestream, when there is one.</summary>
    public Stream Stream => (Outcome as NegotiationOutcome.Connected)?.Stream ?? Stream.Null;
}
