using System.Xml.Linq;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Door;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Capabilities;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.InBand;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Accounts;

/// <summary>
/// One XMPP account or component: owns the connection, reconnects with backoff, answers disco, and routes the IQs of
/// transfers to the router, those of a bytestream to whoever awaits it.
/// </summary>
/// <remarks>
/// <code>
/// Connecting --session--> Online --lost--> Offline --backoff--> Connecting
///      |  \--- it will pass --------------> Offline
///      +------ it will not pass ----------> Refused, until the configuration changes
/// any --disabled--> Disabled --enabled--> Connecting
/// </code>
/// </remarks>
public sealed class AccountActor : ReceiveActor, IWithTimers
{
    private const string ReconnectTimer = "reconnect";

    // Names this software in entity capabilities (XEP-0115 §4).
    private const string Node = "urn:orchestrator";
    private static readonly TimeSpan _longestQuestion = TimeSpan.FromSeconds(5);
    private static readonly RetrySettings _reconnect = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 0.3, 0);

    private readonly AccountSettings _settings;
    private readonly AccountProtocol.AccountRef _self;
    private readonly InBandStreams _inBand;
    private readonly IActorRef _router;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ILogger<XmppClient> _clientLog;
    private readonly Dictionary<(Jid From, string Sid), IActorRef> _bytestreams = [];
    private readonly Dictionary<IActorRef, Jid> _watchers = [];
    private XmppClient _client = null!;
    private PeerDirectory _peers = PeerDirectory.Empty;
    private Jid _own;
    private string _state = "the connection is being made";
    private readonly List<(IActorRef Asker, Jid Peer)> _resolving = [];
    private readonly Dictionary<Jid, List<IActorRef>> _learning = [];
    private bool _enabled;
    private bool _connecting;
    private bool _online;
    private int _failures;

    /// <summary>Connects at once, unless it is not enabled.</summary>
    public AccountActor(AccountSettings settings, bool enabled, IActorRef router, TimeProvider time, ILoggerFactory loggers)
    {
        (_settings, _enabled, _router, _time) = (settings, enabled, router, time);
        _log = loggers.CreateLogger<AccountActor>();
        _clientLog = loggers.CreateLogger<XmppClient>();
        _own = settings.Xmpp.Jid;
        _inBand = new InBandStreams(time, settings.Xmpp.RequestTimeout);
        _self = new AccountProtocol.AccountRef(settings, Self);

        Receive<Connect>(_ =>
        {
            if (_enabled)
                BeginConnecting();
        });
        // What an earlier client says, from before the account was disabled, counts no more.
        Receive<Connected>(connected => OnConnected(connected.Result), connected => connected.Client == _client);
        Receive<Disconnected>(lost => OnDisconnected(lost.Cause), lost => lost.Client == _client);
        Receive<Connected>(_ => { });
        Receive<Disconnected>(_ => { });
        Receive<AccountProtocol.SetEnabled>(set => SetEnabled(set.Enabled));
        Receive<AccountProtocol.Ask>(OnAsk);
        Receive<AccountProtocol.OpenInBand>(OnOpenInBand);
        Receive<AccountProtocol.AcceptInBand>(accept =>
            Sender.Tell(new AccountProtocol.InBandOpened(_inBand.Add(_client, _own, accept.Peer, accept.Sid, accept.BlockSize))));
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
        Receive<AccountProtocol.ExpectBytestream>(expect =>
        {
            _bytestreams[(expect.From, expect.Sid)] = Sender;
            Context.Watch(Sender);
        });
        Receive<IqReceived>(received => Route(received.Request));
        Receive<PresenceReceived>(received => OnPresence(received.Presence));
        Receive<UrlReceived>(received => _router.Tell(new AccountProtocol.Incoming(_self, received.From, _own, received.X), ActorRefs.Nobody));
        Receive<Terminated>(gone => Forget(gone.ActorRef));
        ReceiveAsync<Shutdown>(async _ =>
        {
            await _client.DisposeAsync();
            Context.Stop(Self);
        });
    }

    /// <summary>Closes the stream in good order, then stops the account.</summary>
    public sealed record Shutdown;

    internal sealed record IqReceived(IqRequest Request);

    internal sealed record PresenceReceived(XElement Presence);

    internal sealed record UrlReceived(Jid From, XElement X);

    private sealed record Connect;

    private sealed record Learned(Jid Peer, (Jid Resource, XElement? Answer)[] Answers);

    private sealed record Connected(XmppClient Client, ConnectResult Result);

    private sealed record Disconnected(XmppClient Client, XmppException Cause);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _client = NewClient();
        if (_enabled)
            BeginConnecting();
        else
            Rest();
    }

    /// <inheritdoc/>
    protected override void PostStop() => Close(_client);

    private XmppClient NewClient()
    {
        var jid = _settings.Xmpp.Jid;
        var options = jid.IsDomain || jid.HasResource
            ? _settings.Xmpp
            : _settings.Xmpp with { Jid = jid.WithResource(PeerDirectory.DefaultResource) };
        return new XmppClient(options, new AccountStanzas(Self, _inBand, options, _settings.UrlsInMessages), _time, _clientLog);
    }

    private void Close(XmppClient client)
    {
        var (log, name) = (_log, _self.Name);
        client.DisposeAsync().AsTask().ContinueWith(
            t => AccountLog.DisposeFailed(log, name, t.Exception!), TaskContinuationOptions.OnlyOnFaulted);
    }

    private void BeginConnecting()
    {
        _connecting = true;
        TellState(AccountState.Connecting, null);
        var client = _client;
        Start(client.ConnectAsync(), result => new Connected(client, result));
    }

    private void SetEnabled(bool enabled)
    {
        if (enabled == _enabled)
            return;
        _enabled = enabled;
        AccountLog.Switched(_log, _self.Name, enabled);
        Timers.Cancel(ReconnectTimer);
        Close(_client);
        (_client, _online, _failures) = (NewClient(), false, 0);
        if (enabled)
            BeginConnecting();
        else
            Rest();
    }

    private void Rest()
    {
        (_connecting, _state) = (false, "the account is disabled");
        ResolveAll();
        TellState(AccountState.Disabled, "Switched off by a command; enable it to connect.");
    }

    private void OnConnected(ConnectResult result)
    {
        (_own, _online, _connecting, _failures) = (result.Jid, true, false, 0);
        AccountLog.Online(_log, _self.Name, _own.ToString(), result.Resumed);
        var client = _client;
        Start(client.Disconnected, cause => new Disconnected(client, cause));
        TellState(AccountState.Online, null);
        if (!result.Resumed)
            Introduce();
        ResolveAll();
    }

    private void Introduce()
    {
        _peers = _peers.Alone();
        if (!_settings.Xmpp.IsComponent)
        {
            Send(new XElement(
                Ns.Client + "presence",
                new XElement(Ns.Client + "priority", "0"),
                EntityCapabilities.For(Node, OwnInfo(null)).ToXml()));
        }

        // Whoever waits for a peer tries again: the world may have changed while we were away.
        foreach (var (watcher, peer) in _watchers)
            watcher.Tell(new AccountProtocol.PeerAvailable(peer));
    }

    private void OnDisconnected(XmppException cause)
    {
        (_online, _connecting, _state) = (false, false, cause.Message);
        ResolveAll();
        TellState(cause.IsFinal ? AccountState.Refused : AccountState.Offline, cause.Message);
        if (cause.IsFinal)
        {
            AccountLog.Refused(_log, _self.Name, cause.Message);
            return;
        }

        var delay = _reconnect.After(_failures++, Random.Shared.NextDouble());
        AccountLog.Offline(_log, _self.Name, cause.Message, delay.TotalSeconds);
        Timers.StartSingleTimer(ReconnectTimer, new Connect(), delay);
    }

    private void TellState(AccountState state, string? detail) =>
        Context.Parent.Tell(new AccountProtocol.StateChanged(_self.Name, state, detail) { Bound = state == AccountState.Online ? _own : null });

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

    private void OnAsk(AccountProtocol.Ask ask)
    {
        if (_online)
            RequestAsync(ask).PipeTo(Sender, Self);
        else
            Sender.Tell(new AccountProtocol.Unanswered(true, _state));
    }

    private void OnOpenInBand(AccountProtocol.OpenInBand open)
    {
        var own = _own;
        if (_online)
            Reply(async () => new AccountProtocol.InBandOpened(await _inBand.OpenAsync(_client, own, open.Peer, open.Sid, open.Timeout))).PipeTo(Sender, Self);
        else
            Sender.Tell(new AccountProtocol.Unanswered(true, _state));
    }

    private Task<object> RequestAsync(AccountProtocol.Ask ask)
    {
        var own = _own;
        return Reply(async () => new AccountProtocol.Answered(await _client.RequestAsync(ask.To, ask.Type, ask.Payload, ask.Timeout, own)));
    }

    private static async Task<object> Reply(Func<Task<object>> ask)
    {
        try
        {
            return await ask();
        }
        catch (StanzaErrorException e)
        {
            return new AccountProtocol.Refused(e.Error);
        }
        catch (XmppException e)
        {
            return new AccountProtocol.Unanswered(e.Kind != XmppErrorKind.Timeout, e.Message);
        }
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

    private void Forget(IActorRef gone)
    {
        _watchers.Remove(gone);
        foreach (var key in _bytestreams.Where(b => b.Value.Equals(gone)).Select(b => b.Key).ToList())
            _bytestreams.Remove(key);
    }

    // A stanza that cannot be sent means that the stream is lost, of which Disconnected tells.
    private void Send(XElement stanza) => _client.SendAsync(stanza).AsTask().ContinueWith(
        t => AccountLog.SendFailed(_log, _self.Name, t.Exception!), TaskContinuationOptions.OnlyOnFaulted);

    private void Start<T>(Task<T> task, Func<T, object> then) => Translate(_client, task, then).PipeTo(Self, Self);

    private static async Task<object> Translate<T>(XmppClient client, Task<T> task, Func<T, object> then)
    {
        try
        {
            return then(await task);
        }
        catch (XmppException e)
        {
            return new Disconnected(client, e);
        }
        catch (Exception e)
        {
            return new Disconnected(client, new XmppException(XmppErrorKind.Disconnected, e.Message, inner: e));
        }
    }
}
