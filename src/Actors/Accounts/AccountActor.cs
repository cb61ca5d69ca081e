using System.Xml.Linq;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Capabilities;

namespace Orchestrator.Actors.Accounts;

/// <summary>
/// One XMPP account or component: owns the connection, reconnects with backoff, answers disco, and routes the IQs of
/// transfers to the router, those of a bytestream to whoever awaits it. The connection is here, who is there in
/// <c>AccountActor.Peers.cs</c>, what peers ask in <c>AccountActor.Routing.cs</c>.
/// </summary>
/// <remarks>
/// <code>
/// Connecting --session--> Online --lost--> Offline --backoff--> Connecting
///      |  \--- it will pass --------------> Offline
///      +------ it will not pass ----------> Refused, until it is disabled and enabled
/// any --disabled--> Disabled --enabled--> Connecting
/// </code>
/// </remarks>
public sealed partial class AccountActor : ReceiveActor, IWithTimers
{
    private const string ReconnectTimer = "reconnect";

    private static readonly RetrySettings _reconnect = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 0.3, 0);

    private readonly AccountSettings _settings;
    private readonly AccountProtocol.AccountRef _self;
    private readonly InBandStreams _inBand;
    private readonly IActorRef _router;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ILogger<XmppClient> _clientLog;
    private XmppClient _client = null!;
    private Jid _own;
    private string _state = "the connection is being made";
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
        Receive<Terminated>(gone =>
        {
            _watchers.Remove(gone.ActorRef);
            ForgetBytestreams(gone.ActorRef);
        });
        ReceiveAsync<Shutdown>(async _ =>
        {
            await _client.DisposeAsync();
            Context.Stop(Self);
        });
        Peers();
        Routing();
    }

    /// <summary>Closes the stream in good order, then stops the account.</summary>
    public sealed record Shutdown;

    internal sealed record IqReceived(IqRequest Request);

    internal sealed record PresenceReceived(XElement Presence);

    internal sealed record UrlReceived(Jid From, XElement X);

    private sealed record Connect;

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
