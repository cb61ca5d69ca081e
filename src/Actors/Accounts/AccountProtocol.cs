using System.Xml.Linq;
using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Actors.Accounts;

/// <summary>What an account's actor understands and says.</summary>
public static class AccountProtocol
{
    /// <summary>Sends an IQ; answered with <see cref="Answered"/>, <see cref="Refused"/> or <see cref="Unanswered"/>.</summary>
    public sealed record Ask(Jid To, IqType Type, XElement Payload, TimeSpan Timeout);

    /// <summary>The result of an IQ, with its payload if it has one.</summary>
    public sealed record Answered(XElement? Payload);

    /// <summary>The IQ was answered with an error.</summary>
    public sealed record Refused(StanzaError Error);

    /// <summary>The IQ was not answered, or could not be sent.</summary>
    public sealed record Unanswered(bool IsOffline, string Detail);

    /// <summary>Which full JID stands for the peer now? Answered with <see cref="PeerResolved"/> or <see cref="Unanswered"/>.</summary>
    public sealed record ResolvePeer(Jid Peer);

    /// <summary>Where to send stanzas for the peer, the JID they will come from, and what the peer can do if that is known.</summary>
    public sealed record PeerResolved(Jid Peer, Jid Own, DiscoInfo? Info);

    /// <summary>Asks to be told, as <see cref="PeerAvailable"/>, when presence of the peer (bare) comes. Ends with the asker.</summary>
    public sealed record WatchPeer(Jid Peer);

    /// <summary>A resource of the peer became available.</summary>
    public sealed record PeerAvailable(Jid Peer);

    /// <summary>From now on the asker gets that stream's IQs (as <see cref="Incoming"/>). Ends with the asker.</summary>
    public sealed record ExpectBytestream(Jid From, string Sid);

    /// <summary>Opens an in-band bytestream to a peer; answered with <see cref="InBandOpened"/>, <see cref="Refused"/> or <see cref="Unanswered"/>.</summary>
    public sealed record OpenInBand(Jid Peer, string Sid, TimeSpan Timeout);

    /// <summary>Accepts the in-band bytestream that a peer asks to open; answered with <see cref="InBandOpened"/>.</summary>
    public sealed record AcceptInBand(Jid Peer, string Sid, int BlockSize);

    /// <summary>An in-band bytestream that stands.</summary>
    public sealed record InBandOpened(Stream Stream) : Sessions.ICarriesStream;

    /// <summary>An IQ that came in; the one who gets it owes its sender one <see cref="IqAnswer"/>.</summary>
    public sealed record Incoming(AccountRef Account, Jid From, Jid To, XElement Payload);

    /// <summary>How an account (bare JID) is connected from now on; told to the accounts' parent, and by it to the router.</summary>
    public sealed record StateChanged(string Account, AccountState State, string? Detail)
    {
        /// <summary>The full JID of its session, while online.</summary>
        public Jid? Bound { get; init; }
    }

    /// <summary>Connects, or closes the connection and makes no other.</summary>
    public sealed record SetEnabled(bool Enabled);

    /// <summary>An account as others hold it.</summary>
    public sealed record AccountRef(Settings.AccountSettings Settings, IActorRef Actor)
    {
        /// <summary>The account's bare JID.</summary>
        public string Name => Settings.Xmpp.Jid.Bare.ToString();
    }
}
