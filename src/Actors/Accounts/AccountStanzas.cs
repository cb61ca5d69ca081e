using System.Xml.Linq;
using Akka.Actor;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Accounts;

/// <summary>Brings what the XMPP client receives to the account's actor, in the order in which it came.</summary>
internal sealed class AccountStanzas(IActorRef account, InBandStreams inBand, TimeSpan timeout) : IStanzaHandler
{
    public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation) =>
        inBand.Take(request, cancellation) ?? account.Ask<IqAnswer>(new AccountActor.IqReceived(request), timeout, cancellation);

    public void OnPresence(XElement presence) => account.Tell(new AccountActor.PresenceReceived(presence), ActorRefs.NoSender);

    public void OnMessage(XElement message)
    {
        // Bots do not chat; of messages only in-band blocks are taken.
        if (Jid.TryParse((string?)message.Attribute("from"), out var from, out _))
            inBand.Take(from, message, CancellationToken.None);
    }
}
