using Akka.Actor;
using Orchestrator.Actors.Door;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.InBand;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Accounts;

// What peers ask: disco is answered here, a bytestream's IQs go to whoever awaits it, the rest to the router.
public sealed partial class AccountActor
{
    // Names this software in entity capabilities (XEP-0115 §4).
    private const string Node = "urn:orchestrator";

    private readonly Dictionary<(Jid From, string Sid), IActorRef> _bytestreams = [];

    private void Routing()
    {
        Receive<AccountProtocol.ExpectBytestream>(expect =>
        {
            _bytestreams[(expect.From, expect.Sid)] = Sender;
            Context.Watch(Sender);
        });
        Receive<IqReceived>(received => Route(received.Request));
        Receive<UrlReceived>(received => _router.Tell(new AccountProtocol.Incoming(_self, received.From, _own, received.X), ActorRefs.Nobody));
    }

    private void Route(IqRequest iq)
    {
        var incoming = new AccountProtocol.Incoming(_self, iq.From, iq.To, iq.Payload);
        var ns = iq.Payload.Name.Namespace;
        if (!_settings.Admins.IsEmpty && DoorActor.IsFor(incoming))
            _router.Forward(incoming);
        else if (iq.Type == IqType.Get && ns == Ns.DiscoInfo)
            Sender.Tell((string?)iq.Payload.Attribute("node") is var node && (node is null || node.StartsWith(Node + "#", StringComparison.Ordinal))
                ? IqAnswer.Result(OwnInfo(node).ToXml())
                : IqAnswer.Error(StanzaError.ItemNotFound("there is no such node")));
        else if (iq.Type == IqType.Get && ns == Ns.DiscoItems)
            Sender.Tell(IqAnswer.Result(new DiscoItems([]).ToXml()));
        else if (iq.Type == IqType.Set && (ns == Ns.Bytestreams || iq.Payload.Name == IbbOpen.ElementName))
            RouteBytestream(iq, incoming);
        else if (iq.Type == IqType.Set && iq.Payload.Name == SiOffer.ElementName && _bytestreams.ContainsKey((iq.From, (string?)iq.Payload.Attribute("id") ?? "")))
            Sender.Tell(IqAnswer.Error(StanzaError.Conflict("this stream id is in use")));
        else if (iq.Type == IqType.Set && (ns == Ns.StreamInitiation || ns == Ns.Transfer || ns == Ns.OutOfBandData))
            _router.Forward(incoming);
        else
            Sender.Tell(IqAnswer.NotHandled);
    }

    private void RouteBytestream(IqRequest iq, AccountProtocol.Incoming incoming)
    {
        var sid = (string?)iq.Payload.Attribute("sid") ?? "";
        if (_bytestreams.TryGetValue((iq.From, sid), out var waiting))
            waiting.Forward(incoming);
        else if (sid.Length == 0)
            Sender.Tell(IqAnswer.Error(StanzaError.BadRequest("the query lacks a sid")));
        else
            Sender.Tell(IqAnswer.Error(StanzaError.NotAcceptable("no such stream was agreed on")));
    }

    private DiscoInfo OwnInfo(string? node) => new(
        [_settings.Xmpp.IsComponent ? new DiscoIdentity("component", "generic", "Orchestrator") : new DiscoIdentity("client", "bot", "Orchestrator")],
        [
            Ns.DiscoInfo.NamespaceName, Ns.DiscoItems.NamespaceName, Ns.Capabilities.NamespaceName, Ns.Ping.NamespaceName,
            .. _settings.Admins.IsEmpty ? Array.Empty<string>() : [Ns.Commands.NamespaceName],
            .. _settings.Inbox is null ? [] : Receiving(_settings),
        ],
        node);

    private static string[] Receiving(AccountSettings settings)
    {
        var (roads, no) = (settings.Roads, Array.Empty<string>());
        var (s5b, ibb) = (RoadPlan.MethodOf(roads, [Ns.Bytestreams.NamespaceName]) is not null, RoadPlan.Allows(roads, Road.Ibb));
        return
        [
            .. s5b || ibb ? [Ns.StreamInitiation.NamespaceName, Ns.FileTransfer.NamespaceName, Ns.FeatureNegotiation.NamespaceName] : no,
            Ns.Transfer.NamespaceName,
            .. s5b ? [Ns.Bytestreams.NamespaceName] : no,
            .. ibb ? [Ns.InBandBytestreams.NamespaceName] : no,
            .. RoadPlan.Allows(roads, Road.Oob) ? [Ns.OutOfBandData.NamespaceName] : no,
            .. settings.UrlsInMessages ? [Ns.OutOfBandMessage.NamespaceName] : no,
        ];
    }

    private void ForgetBytestreams(IActorRef gone)
    {
        foreach (var key in _bytestreams.Where(b => b.Value.Equals(gone)).Select(b => b.Key).ToList())
            _bytestreams.Remove(key);
    }
}
