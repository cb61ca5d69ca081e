using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Negotiation;

/// <summary>What one session of a sender is about.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="Sid">Its stream id.</param>
/// <param name="Peer">The receiver, as submitted.</param>
/// <param name="File">The offer.</param>
/// <param name="Account">The account that sends.</param>
/// <param name="Listener">Our own streamhost.</param>
/// <param name="Proxies">The keeper of the proxies.</param>
/// <param name="S5b">Which streamhosts to offer, and how long a connection to a proxy may take.</param>
/// <param name="Roads">Which roads may be taken.</param>
/// <param name="StepTimeout">How long each step may take.</param>
public sealed record InitiatorPlan(
    int Session, string Sid, Jid Peer, FileOffer File, AccountProtocol.AccountRef Account, IActorRef Listener,
    IActorRef Proxies, S5bSettings S5b, RoadPlan Roads, TimeSpan StepTimeout);
