using System.Xml.Linq;
using Akka.Actor;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.OutOfBand;

namespace Orchestrator.Actors.Accounts;

/// <summary>Brings what the XMPP client receives to the account's actor, in the order in which it came.</summary>
internal sealed class AccountStanzas(IActorRef account, InBandStreams inBand, XmppOptions options, bool urlsInMessages) : IStanzaHandler
{
    public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation) =>
        inBand.Take(request, cancellation) ?? account.Ask<IqAnswer>(
            new AccountActor.IqReceived(request),
            request.Payload.Name == OobQuery.ElementName ? options.FetchTimeout : options.AnswerTimeout,
            cancellation);

    public void OnPresence(XElement presence) => account.Tell(new AccountActor.PresenceReceived(presence), ActorRefs.NoSender);

    public void OnMessage(XElement message)
    {
        // Bots do not chat; of messages only in-band blocks are taken, and URLs of files.
        if (!Jid.TryParse((string?)message.Attribute("from"), out var from, out _))
            return;
        inBand.Take(from, message, CancellationToken.None);
        if (urlsInMessages && (string?)message.Attribute("type") is null or "chat" or "normal" && message.Element(OobQuery.MessageElementName) is { } x)
            account.Tell(new AccountActor.UrlReceived(from, x), ActorRefs.NoSender);
    }
}
