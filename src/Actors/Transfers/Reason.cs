using System.Collections.Immutable;
using System.Reflection;

namespace Orchestrator.Actors.Transfers;

/// <summary>Why a transfer changed its way: a closed list, each with its phase and what it means for the next attempt.</summary>
/// <param name="Code">Stable, for machines.</param>
/// <param name="Phase">Where it happened.</param>
/// <param name="Retry">What it means.</param>
public sealed record Reason(string Code, Phase Phase, Retry Retry)
{
    /// <summary>The receiver is offline or its server does not find it.</summary>
    public static readonly Reason PeerUnavailable = new("peer-unavailable", Phase.Discover, Retry.WhenPeerIsThere);

    /// <summary>The receiver, named with its resource, does not know stream initiation or file transfer.</summary>
    public static readonly Reason PeerUnsupported = new("peer-unsupported", Phase.Discover, Retry.Never);

    /// <summary>Our own XMPP connection is down.</summary>
    public static readonly Reason NotConnected = new("not-connected", Phase.Discover, Retry.Always);

    /// <summary>An IQ of the negotiation was not answered in time.</summary>
    public static readonly Reason NoAnswer = new("no-answer", Phase.Offer, Retry.Always);

    /// <summary>The receiver said no.</summary>
    public static readonly Reason Declined = new("declined", Phase.Offer, Retry.Declined);

    /// <summary>The receiver cannot take it now: too many at once, or too little disk.</summary>
    public static readonly Reason PeerBusy = new("peer-busy", Phase.Offer, Retry.Always);

    /// <summary>The receiver supports none of our stream methods.</summary>
    public static readonly Reason NoCommonMethod = new("no-common-method", Phase.Offer, Retry.Never);

    /// <summary>The offer was answered with an error, or with nonsense.</summary>
    public static readonly Reason OfferRefused = new("offer-refused", Phase.Offer, Retry.Bounded);

    /// <summary>None of the streamhosts could be reached.</summary>
    public static readonly Reason NoStreamhost = new("no-streamhost", Phase.Connect, Retry.Always);

    /// <summary>The proxy that the receiver uses could not be reached by us, or did not activate the stream.</summary>
    public static readonly Reason ProxyFailed = new("proxy-failed", Phase.Activate, Retry.Always);

    /// <summary>The bytestream was refused, or answered with nonsense.</summary>
    public static readonly Reason BytestreamRefused = new("bytestream-refused", Phase.Connect, Retry.Bounded);

    /// <summary>The URL could not be fetched: its server cannot be reached, fails, or is busy.</summary>
    public static readonly Reason FetchFailed = new("fetch-failed", Phase.Connect, Retry.Always);

    /// <summary>The URL's server does not give the file, or not in a way that can be relied on.</summary>
    public static readonly Reason UrlRefused = new("url-refused", Phase.Connect, Retry.Never);

    /// <summary>The bytestream was agreed on but nobody connected in time.</summary>
    public static readonly Reason ConnectTimeout = new("connect-timeout", Phase.Connect, Retry.Always);

    /// <summary>The bytestream broke before all bytes had gone over.</summary>
    public static readonly Reason StreamBroken = new("stream-broken", Phase.Stream, Retry.Always);

    /// <summary>No byte moved for the stall timeout.</summary>
    public static readonly Reason Stalled = new("stalled", Phase.Stream, Retry.Always);

    /// <summary>The sender delivered more bytes than it offered.</summary>
    public static readonly Reason ExcessBytes = new("excess-bytes", Phase.Stream, Retry.Bounded);

    /// <summary>The source is no longer there.</summary>
    public static readonly Reason SourceMissing = new("source-missing", Phase.Stream, Retry.Never);

    /// <summary>The source is no longer the file that was submitted.</summary>
    public static readonly Reason SourceChanged = new("source-changed", Phase.Stream, Retry.Never);

    /// <summary>The source cannot be read.</summary>
    public static readonly Reason SourceUnreadable = new("source-unreadable", Phase.Stream, Retry.Bounded);

    /// <summary>The inbox's disk is full.</summary>
    public static readonly Reason DiskFull = new("disk-full", Phase.Stream, Retry.Always);

    /// <summary>The inbox cannot be written.</summary>
    public static readonly Reason InboxUnwritable = new("inbox-unwritable", Phase.Stream, Retry.Always);

    /// <summary>The bytes that arrived are not the bytes that were sent; they are thrown away.</summary>
    public static readonly Reason HashMismatch = new("hash-mismatch", Phase.Verify, Retry.Bounded);

    /// <summary>All bytes are over, but the other side did not say its word in time.</summary>
    public static readonly Reason ConfirmTimeout = new("confirm-timeout", Phase.Verify, Retry.Always);

    /// <summary>The sender began a new session, so the old one is dead.</summary>
    public static readonly Reason Superseded = new("superseded", Phase.Stream, Retry.Always);

    /// <summary>This daemon was stopped, or died, in the middle.</summary>
    public static readonly Reason DaemonRestarted = new("daemon-restarted", Phase.Life, Retry.Always);

    /// <summary>Called off by a command here.</summary>
    public static readonly Reason Cancelled = new("cancelled", Phase.Life, Retry.Cancelled);

    /// <summary>Called off by the peer.</summary>
    public static readonly Reason CancelledByPeer = new("cancelled-by-peer", Phase.Life, Retry.Cancelled);

    /// <summary>A command here ended the session; only a session ends so, not the transfer.</summary>
    public static readonly Reason Paused = new("paused", Phase.Life, Retry.Always);

    /// <summary>The deadline passed.</summary>
    public static readonly Reason DeadlinePassed = new("deadline-passed", Phase.Life, Retry.Never);

    /// <summary>Something that is not understood; the detail has what is known.</summary>
    public static readonly Reason Unknown = new("unknown", Phase.Life, Retry.Bounded);

    /// <summary>All of them.</summary>
    public static ImmutableArray<Reason> All { get; } =
        [.. typeof(Reason).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<Reason>()];

    /// <summary>The reason of that code; <see cref="Unknown"/> where there is none (a journal of a later version).</summary>
    public static Reason Of(string code) => All.FirstOrDefault(r => r.Code == code) ?? Unknown;

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
