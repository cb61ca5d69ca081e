using System.Collections.Immutable;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Negotiation;

/// <summary>
/// The sender's side of one session, as a pure machine: discover the peer, offer the file, agree on a streamhost.
/// </summary>
/// <remarks>
/// <code>
/// Discovering --peer answers--> Offering --answer--> Connecting --streamhost-used: ours, and connection--> Finished
///                                                        |                                                    ^
///                                              streamhost-used: a proxy                                       |
///                                                        v                                                    |
///                                                  ReachingProxy --connected--> Activating --activated -------+
///                              Offering --answer: in-band--> OpeningInBand --opened --------------------------+
/// Discovering --peer answers, out of band is the first road open------------------------------------------------+
/// any --refusal, silence--> Finished
/// </code>
/// </remarks>
public sealed record InitiatorNegotiation
{
    /// <summary>The steps, in order.</summary>
    public enum Step
    {
        /// <summary>disco#info has been asked.</summary>
        Discovering,

        /// <summary>The file has been offered (XEP-0096).</summary>
        Offering,

        /// <summary>Streamhosts have been offered (XEP-0065); a connection is awaited.</summary>
        Connecting,

        /// <summary>The peer has been asked to open an in-band bytestream (XEP-0047 §2.1).</summary>
        OpeningInBand,

        /// <summary>The peer is at a proxy; we connect to it, too (XEP-0065 §6.3.4).</summary>
        ReachingProxy,

        /// <summary>The proxy has been asked to let the bytes through (XEP-0065 §6.3.5).</summary>
        Activating,

        /// <summary>There is an outcome.</summary>
        Finished,
    }

    /// <summary>Where it is.</summary>
    public Step At { get; init; } = Step.Discovering;

    /// <summary>The file's size, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The roads that this session may take.</summary>
    public required RoadPlan Roads { get; init; }

    /// <summary>The peer was named without a resource: one that takes files may come yet.</summary>
    public bool AnyResource { get; init; }

    /// <summary>The stream methods that were offered.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>
    /// Whether streamhosts of a SOCKS5 road are offered. One that comes after in-band bytestreams in the order is not, when the
    /// peer takes those: a failed road would else be tried for ever.
    /// </summary>
    public bool Offers(string road) => road is Actors.Roads.Road.S5bDirect or Actors.Roads.Road.S5bProxy && Roads.Has(road)
        && (!Methods.Contains(Ns.InBandBytestreams.NamespaceName) || Roads.Order.IndexOf(road) < Roads.Order.IndexOf(Actors.Roads.Road.Ibb));

    /// <summary>The road that it has taken, as far as it is known.</summary>
    public string Road => At == Step.OpeningInBand || IsInBand ? Actors.Roads.Road.Ibb : IsOutOfBand ? Actors.Roads.Road.Oob : Proxy is null ? Actors.Roads.Road.S5bDirect : Actors.Roads.Road.S5bProxy;

    /// <summary>The peer has opened the in-band bytestream.</summary>
    public bool IsInBand { get; init; }

    /// <summary>The peer is to fetch the file from a URL.</summary>
    public bool IsOutOfBand { get; init; }

    /// <summary>Our own streamhost's JID.</summary>
    public required Jid Streamhost { get; init; }

    /// <summary>The JIDs of the proxies that were offered beside it.</summary>
    public ImmutableHashSet<Jid> Proxies { get; init; } = [];

    /// <summary>Those of them that have not failed since they last worked.</summary>
    public ImmutableHashSet<Jid> Untroubled { get; init; } = [];

    /// <summary>The proxy that the peer is at.</summary>
    public Jid? Proxy { get; init; }

    /// <summary>
    /// When this proxy fails, it is that proxy and not the road: another one is offered before it next time. Who takes one that
    /// has failed before could not reach that other.
    /// </summary>
    public bool AnotherProxyMayDo => Proxy is { } taken && Untroubled.Contains(taken) && Untroubled.Count > 1;

    /// <summary>The peer is an Orchestrator.</summary>
    public bool PeerConfirms { get; init; }

    /// <summary>What the receiver wants.</summary>
    public ByteRange Range { get; init; }

    /// <summary>The peer named our streamhost as the one it uses.</summary>
    public bool Announced { get; init; }

    /// <summary>The peer has connected to our streamhost.</summary>
    public bool IsConnected { get; init; }

    /// <summary>What can happen.</summary>
    public abstract record Input
    {
        private Input()
        {
        }

        /// <summary>The peer said what it can do.</summary>
        public sealed record PeerAnswered(bool TakesFiles, bool TakesBytestreams, bool TakesInBand, bool Confirms, bool TakesUrls = false) : Input;

        /// <summary>The peer accepts the file.</summary>
        public sealed record OfferAccepted(string StreamMethod, long Offset, long? Length) : Input;

        /// <summary>The peer has connected, so it says, to this streamhost.</summary>
        public sealed record StreamhostUsed(Jid Streamhost) : Input;

        /// <summary>Somebody who knows the digest connected to our streamhost.</summary>
        public sealed record Connected : Input;

        /// <summary>We are connected to the proxy.</summary>
        public sealed record ProxyReached : Input;

        /// <summary>The proxy could not be reached.</summary>
        public sealed record ProxyFailed(string Detail) : Input;

        /// <summary>The proxy lets the bytes through.</summary>
        public sealed record Activated : Input;

        /// <summary>The in-band bytestream is open.</summary>
        public sealed record InBandOpened : Input;

        /// <summary>The peer, or a server for it, or the proxy, answered with an error.</summary>
        public sealed record Refused(StanzaError Error) : Input;

        /// <summary>Our own XMPP connection is down.</summary>
        public sealed record Offline(string Detail) : Input;

        /// <summary>The answer makes no sense.</summary>
        public sealed record Nonsense(string Detail) : Input;

        /// <summary>Nothing came in time.</summary>
        public sealed record TimedOut : Input;
    }

    /// <summary>What is to be done.</summary>
    public enum Effect
    {
        /// <summary>Offer the file.</summary>
        OfferFile,

        /// <summary>Await the connection, and offer the streamhosts.</summary>
        OfferStreamhosts,

        /// <summary>Connect to the proxy that the peer uses.</summary>
        ReachProxy,

        /// <summary>Ask that proxy to activate the stream.</summary>
        Activate,

        /// <summary>Open an in-band bytestream.</summary>
        OpenInBand,
    }

    /// <summary>The failure to report once <see cref="At"/> is <see cref="Step.Finished"/>; null: success.</summary>
    public NegotiationOutcome.Failed? Failure { get; init; }

    /// <summary>Success without a bytestream: the receiver has everything.</summary>
    public bool NothingToSend => PeerConfirms && !IsOutOfBand && Range.Offset == Size;

    /// <summary>The next state, and what is to be done. What does not fit the step changes nothing.</summary>
    public (InitiatorNegotiation Next, ImmutableArray<Effect> Effects) Next(Input input) => (At, input) switch
    {
        (Step.Finished, _) => (this, []),
        (Step.Discovering, Input.PeerAnswered p) => Discovered(p),
        (Step.Offering, Input.OfferAccepted a) => Accepted(a),
        (Step.Connecting, Input.StreamhostUsed u) => Used(u.Streamhost),
        // The connection may come before the peer's word about it, never before the streamhosts were offered.
        (Step.Connecting, Input.Connected) => Connect(this with { IsConnected = true }),
        (Step.OpeningInBand, Input.InBandOpened) => (this with { At = Step.Finished, IsInBand = true }, []),
        (Step.OpeningInBand, Input.TimedOut) => Fail(Reason.NoAnswer, "no answer to the opening of an in-band bytestream"),
        (Step.ReachingProxy, Input.ProxyReached) => (this with { At = Step.Activating }, [Effect.Activate]),
        (Step.ReachingProxy, Input.ProxyFailed f) => Fail(Reason.ProxyFailed, f.Detail),
        (Step.Activating, Input.Activated) => (this with { At = Step.Finished }, []),
        (Step.Activating, Input.Refused r) => Fail(Reason.ProxyFailed, $"{Proxy} does not activate the stream: {r.Error}"),
        (Step.ReachingProxy or Step.Activating, Input.TimedOut) => Fail(Reason.ProxyFailed, $"{Proxy} did not answer in time"),
        (_, Input.Refused r) => Fail(Meaning(At, r.Error), r.Error.ToString()),
        (_, Input.Offline o) => Fail(Reason.NotConnected, o.Detail),
        (_, Input.Nonsense n) => Fail(At is Step.Connecting or Step.OpeningInBand ? Reason.BytestreamRefused : Reason.OfferRefused, n.Detail),
        (Step.Discovering, Input.TimedOut) => Fail(Reason.PeerUnavailable, "no answer to the query of what the peer can do"),
        (Step.Offering, Input.TimedOut) => Fail(Reason.NoAnswer, "no answer to the offer of the file"),
        (Step.Connecting, Input.TimedOut) => Fail(
            Announced ? Reason.ConnectTimeout : Reason.NoAnswer,
            Announced ? "the peer says that it is connected, but no connection came in" : "no answer to the offer of streamhosts"),
        _ => (this, []),
    };

    private (InitiatorNegotiation, ImmutableArray<Effect>) Discovered(Input.PeerAnswered peer)
    {
        var oob = peer.TakesUrls && Roads.Has(Actors.Roads.Road.Oob);
        if (!peer.TakesFiles && !oob)
            return AnyResource
                ? Fail(Reason.PeerUnavailable, "none of the peer's resources that are online takes files (XEP-0096)")
                : Fail(Reason.PeerUnsupported, "the peer does not support file transfer by stream initiation (XEP-0096)");

        var s5b = peer.TakesFiles && peer.TakesBytestreams && (Roads.Has(Actors.Roads.Road.S5bDirect) || Roads.Has(Actors.Roads.Road.S5bProxy));
        var ibb = peer.TakesFiles && peer.TakesInBand && Roads.Has(Actors.Roads.Road.Ibb);
        var first = Roads.Order.FirstOrDefault(road => road switch { Actors.Roads.Road.Ibb => ibb, Actors.Roads.Road.Oob => oob, _ => s5b });
        if (first == Actors.Roads.Road.Oob)
            return (this with { At = Step.Finished, IsOutOfBand = true, PeerConfirms = peer.Confirms, Range = new ByteRange(0, Size) }, []);

        // A peer that is offered both chooses SOCKS5 (XEP-0096 §3.1), so after its failures only the other is offered.
        string[] methods = [.. s5b && !(ibb && first == Actors.Roads.Road.Ibb) ? [Ns.Bytestreams.NamespaceName] : Array.Empty<string>(), .. ibb ? [Ns.InBandBytestreams.NamespaceName] : Array.Empty<string>()];
        return methods.Length == 0
            ? Fail(Reason.NoCommonMethod, $"the peer supports none of the roads that may be taken ({Roads.Why})")
            : (this with { At = Step.Offering, PeerConfirms = peer.Confirms, Methods = [.. methods] }, [Effect.OfferFile]);
    }

    private (InitiatorNegotiation, ImmutableArray<Effect>) Accepted(Input.OfferAccepted accepted)
    {
        if (!Methods.Contains(accepted.StreamMethod))
            return Fail(Reason.OfferRefused, $"the peer chose the stream method '{accepted.StreamMethod}', which was never offered");
        if (accepted.Offset < 0 || accepted.Offset > Size || accepted.Length < 0 || accepted.Length > Size - accepted.Offset)
            return Fail(Reason.OfferRefused, $"the peer wants bytes from {accepted.Offset} (length {accepted.Length}) of a file of {Size} bytes");

        var next = this with { Range = new ByteRange(accepted.Offset, accepted.Length ?? Size - accepted.Offset) };
        return next.NothingToSend ? (next with { At = Step.Finished }, [])
            : accepted.StreamMethod == Ns.InBandBytestreams.NamespaceName ? (next with { At = Step.OpeningInBand }, [Effect.OpenInBand])
            : (next with { At = Step.Connecting }, [Effect.OfferStreamhosts]);
    }

    private (InitiatorNegotiation, ImmutableArray<Effect>) Used(Jid streamhost) =>
        streamhost == Streamhost ? Connect(this with { Announced = true })
        : Proxies.Contains(streamhost) ? (this with { At = Step.ReachingProxy, Proxy = streamhost }, [Effect.ReachProxy])
        : Fail(Reason.BytestreamRefused, $"the peer names the streamhost {streamhost}, which was never offered");

    private static (InitiatorNegotiation, ImmutableArray<Effect>) Connect(InitiatorNegotiation next) =>
        (next.Announced && next.IsConnected ? next with { At = Step.Finished } : next, []);

    private (InitiatorNegotiation, ImmutableArray<Effect>) Fail(Reason reason, string detail) =>
        (this with { At = Step.Finished, Failure = new NegotiationOutcome.Failed(reason, detail) { Roads = Tried } }, []);

    // Only what was tried has failed: silence before that says nothing of a road.
    private ImmutableArray<string> Tried => At switch
    {
        Step.Connecting => [.. Roads.Order.Where(Offers)],
        Step.ReachingProxy or Step.Activating => AnotherProxyMayDo ? [] : [Actors.Roads.Road.S5bProxy],
        Step.OpeningInBand => [Actors.Roads.Road.Ibb],
        _ => [],
    };

    internal static Reason Meaning(Step step, StanzaError error) => (step, error.Condition, error.Application?.Name.LocalName) switch
    {
        (_, "service-unavailable" or "recipient-unavailable" or "remote-server-not-found" or "remote-server-timeout" or "gone", _) => Reason.PeerUnavailable,
        (_, "resource-constraint", _) => Reason.PeerBusy,
        (Step.Discovering, "item-not-found", _) => Reason.PeerUnavailable,
        (Step.Discovering, "feature-not-implemented", _) => Reason.PeerUnsupported,
        (Step.Offering, _, "no-valid-streams") => Reason.NoCommonMethod,
        (Step.Offering, _, "bad-profile") => Reason.PeerUnsupported,
        (Step.Offering, "forbidden" or "not-allowed" or "not-authorized" or "not-acceptable" or "policy-violation", _) => Reason.Declined,
        (Step.Connecting, "item-not-found", _) => Reason.NoStreamhost,
        (Step.Connecting or Step.OpeningInBand, _, _) => Reason.BytestreamRefused,
        _ => Reason.OfferRefused,
    };
}
