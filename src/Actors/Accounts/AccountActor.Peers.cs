using System.Xml.Linq;
using Akka.Actor;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Actors.Accounts;

// Who of the peers is there, which of a bare JID's resources takes files, and who wants to know when it comes.
public sealed partial class AccountActor
{
    private static readonly TimeSpan _longestQuestion = TimeSpan.FromSeconds(5);

    private readonly Dictionary<IActorRef, Jid> _watchers = [];
    private readonly List<(IActorRef Asker, Jid Peer)> _resolving = [];
    private readonly Dictionary<Jid, List<IActorRef>> _learning = [];
    private PeerDirectory _peers = PeerDirectory.Empty;

    private void Peers()
    {
        Receive<AccountProtocol.ResolvePeer>(resolve =>
        {
            // While a connection is being made, as after a start, its outcome is worth waiting for.
            if (_connecting)
                _resolving.Add((Sender, resolve.Peer));
            else
                Resolve(Sender, resolve.Peer);
        });
        Receive<Learned>(OnLearned);
        Receive<AccountProtocol.WatchPeer>(watch =>
        {
            _watchers[Sender] = watch.Peer.Bare;
            Context.Watch(Sender);
        });
        Receive<PresenceReceived>(received => OnPresence(received.Presence));
    }

    private sealed record Learned(Jid Peer, (Jid Resource, XElement? Answer)[] Answers);

    private void ResolveAll()
    {
        foreach (var (asker, peer) in _resolving)
            Resolve(asker, peer);
        _resolving.Clear();
    }

    private void Resolve(IActorRef asker, Jid peer)
    {
        if (!_online)
        {
            asker.Tell(new AccountProtocol.Unanswered(true, _state));
            return;
        }

        if (_learning.TryGetValue(peer, out var others))
        {
            others.Add(asker);
            return;
        }

        var unknown = _peers.ToAsk(peer);
        if (unknown.IsEmpty)
        {
            Tell(asker, peer);
            return;
        }

        _learning[peer] = [asker];
        Task.WhenAll(unknown.Select(u => InfoAsync(u.Resource, u.Node))).PipeTo(
            Self, Self, answers => new Learned(peer, answers), _ => new Learned(peer, []));
    }

    private void OnLearned(Learned learned)
    {
        _peers = learned.Answers.Aggregate(_peers, (peers, a) => peers.Told(a.Resource, a.Answer));
        _learning.Remove(learned.Peer, out var askers);
        foreach (var asker in askers!)
            Tell(asker, learned.Peer);
    }

    private void Tell(IActorRef asker, Jid peer)
    {
        var (jid, info) = _peers.Resolve(peer);
        asker.Tell(new AccountProtocol.PeerResolved(jid, _own, info));
    }

    private async Task<(Jid, XElement?)> InfoAsync(Jid resource, string? node)
    {
        var timeout = _settings.Xmpp.RequestTimeout < _longestQuestion ? _settings.Xmpp.RequestTimeout : _longestQuestion;
        var ask = new AccountProtocol.Ask(resource, IqType.Get, DiscoInfo.Query(node), timeout);
        return (resource, (await RequestAsync(ask) as AccountProtocol.Answered)?.Payload);
    }

    private void OnPresence(XElement presence)
    {
        if (!Jid.TryParse((string?)presence.Attribute("from"), out var from, out _))
            return;
        var type = (string?)presence.Attribute("type");
        if (type == "subscribe" && AcceptRules.Accept(_settings.AcceptFrom, from))
            Send(new XElement(Ns.Client + "presence", new XAttribute("to", from.Bare), new XAttribute("type", "subscribed")));
        var wasThere = _peers.Knows(from);
        _peers = _peers.After(from, presence);
        // "Away for lunch" is no news to whoever waits for it to come.
        if (type is not null || wasThere)
            return;
        foreach (var (watcher, peer) in _watchers)
        {
            if (peer == from.Bare)
                watcher.Tell(new AccountProtocol.PeerAvailable(from));
        }
    }
}
