using System.Collections.Immutable;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Negotiation;

/// <summary>How a negotiation ended.</summary>
public abstract record NegotiationOutcome
{
    private NegotiationOutcome()
    {
    }

    /// <summary>A bytestream stands.</summary>
    /// <param name="Stream">The connected bytestream; whoever gets it must dispose it.</param>
    /// <param name="Road">The road, such as <c>s5b-direct</c>.</param>
    /// <param name="Range">What is to be sent over it.</param>
    /// <param name="Peer">The full JID at the other end.</param>
    /// <param name="PeerConfirms">The peer is an Orchestrator: it sends receipts.</param>
    /// <param name="Proxy">The proxy that it goes through, or null.</param>
    /// <param name="Validator">For bytes from a URL: what tells the file from a later one there.</param>
    /// <param name="AnotherProxyMayDo">Neither that proxy nor another one that was offered had failed before.</param>
    /// <remarks>Who sends out of band has no stream: the peer is to fetch the file, and <see cref="Stream.Null"/> stands for it.</remarks>
    public sealed record Connected(
        Stream Stream, string Road, ByteRange Range, Jid Peer, bool PeerConfirms, Jid? Proxy = null, string? Validator = null,
        bool AnotherProxyMayDo = false) : NegotiationOutcome;

    /// <summary>The receiver has every byte already; no bytestream is needed.</summary>
    public sealed record NothingToSend(Jid Peer) : NegotiationOutcome;

    /// <summary>No bytestream came about.</summary>
    public sealed record Failed(Reason Reason, string Detail) : NegotiationOutcome
    {
        /// <summary>The roads that were tried and did not lead anywhere.</summary>
        public ImmutableArray<string> Roads { get; init; } = [];
    }
}
