using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Http;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.OutOfBand;
using Orchestrator.Xmpp.Receipts;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Transfers;

/// <summary>
/// Parent of every live transfer: wakes them, gives them slots, puts the finished ones to sleep. Since every message to a
/// transfer goes through here, a sleeping one is never missed and there is never a second writer.
/// </summary>
public sealed class TransfersActor : ReceiveActor, IWithTimers, IWithStash
{
    /// <summary>So many files at URLs that peers named may wait or be fetched.</summary>
    public const int MaxFetches = 256;

    private static readonly TimeSpan _reloadDelay = TimeSpan.FromSeconds(10);

    private readonly TransferServices _services;
    private readonly ILogger _log;
    private readonly HashSet<IActorRef> _falling = [];
    private readonly HashSet<IActorRef> _active = [];
    private readonly HashSet<IActorRef> _receiving = [];
    private readonly WaitingQueue _waiting = new();
    private readonly WaitingQueue _waitingFetches = new();
    private readonly Dictionary<string, string> _foreignPartials = [];
    private readonly HashSet<string> _fetches = [];
    private readonly ImmutableArray<string> _unfinished;
    private int _live;
    private ImmutableDictionary<string, AccountProtocol.StateChanged> _accounts;
    private bool _draining;
    private RoadMemory _roads = RoadMemory.Empty;
    private bool _shuttingDown;

    /// <summary>Wakes every transfer of the journal that has not ended.</summary>
    public TransfersActor(TransferServices services, ImmutableArray<string> unfinished)
    {
        (_services, _unfinished) = (services, unfinished);
        _log = services.Loggers.CreateLogger<TransfersActor>();
        _accounts = services.Accounts.Keys.ToImmutableDictionary(name => name, name => new AccountProtocol.StateChanged(name, AccountState.Connecting, null));

        Receive<TransferProtocol.Submit>(submit => Tell(TransferId.OfSubmit(submit.Request.Key), submit));
        Receive<AdminProtocol.GetTransfer>(get =>
        {
            if (Live(get.Id) is { } child && !_falling.Contains(child))
                child.Forward(get);
            else
                services.Catalogue.Forward(get);
        });
        Receive<AdminProtocol.Act>(act => TellIfValid(act.Id, act));
        Receive<AdminProtocol.Adjust>(adjust => TellIfValid(adjust.Id, adjust));
        Receive<AccountProtocol.Incoming>(Route);
        Receive<TransferProtocol.WantSlot>(want =>
        {
            if (want.Fetches)
                _fetches.Add(Sender.Path.Name);
            if (!(want.Fetches ? _receiving : _active).Contains(Sender))
                (want.Fetches ? _waitingFetches : _waiting).Put(new Waiting(Sender.Path.Name, want.Account, want.Peer, want.Priority, want.Since));
            GrantSlots();
        });
        Receive<TransferProtocol.Reprioritised>(changed => _waiting.Reprioritise(Sender.Path.Name, changed.Priority));
        Receive<AccountProtocol.StateChanged>(account =>
        {
            _accounts = _accounts.SetItem(account.Account, account);
            GrantSlots();
        });
        Receive<AdminProtocol.Explain>(explain => TellIfValid(explain.Id, new TransferProtocol.Explain(
            new HouseFacts(_waiting.Ahead(explain.Id, CanSend) ?? _waitingFetches.Ahead(explain.Id, CanSend), _active.Count, _receiving.Count, _draining, _accounts))));
        Receive<AdminProtocol.Drain>(_ => Drain(true));
        Receive<AdminProtocol.Undrain>(_ => Drain(false));
        Receive<TransferProtocol.GetLoad>(_ => Sender.Tell(new TransferProtocol.Load(_draining, _waiting.Count + _waitingFetches.Count, _active.Count, _receiving.Count, _live)));
        Receive<TransferProtocol.RoadsFailed>(failed => _roads = _roads.Failed(failed.Peer, failed.Roads, services.Time.GetUtcNow()));
        Receive<TransferProtocol.RoadWorked>(worked => _roads = _roads.Worked(worked.Peer, worked.Road));
        Receive<TransferProtocol.SlotTaken>(_ => _receiving.Add(Sender));
        Receive<TransferProtocol.OfferRefused>(_ =>
        {
            if (_receiving.Remove(Sender))
                GrantSlots();
        });
        Receive<TransferProtocol.UrlAgain>(again => Fetch(TransferId.After(again.EndedId), again.Offer));
        Receive<TransferProtocol.SlotFree>(_ => FreeSlot(Sender));
        Receive<TransferProtocol.ForeignPartial>(partial => _foreignPartials[partial.Key] = partial.Id);
        Receive<TransferProtocol.Sleep>(_ =>
        {
            // What was sent to it before comes first; what comes from now on waits here.
            if (_falling.Add(Sender))
                Sender.Tell(new TransferProtocol.Sleep());
        });
        Receive<TransferProtocol.Awake>(_ =>
        {
            if (_falling.Remove(Sender))
                Stash.UnstashAll();
        });
        Receive<Terminated>(gone => OnTerminated(gone.ActorRef));
        Receive<Reload>(reload => Wake(reload.Id));
        Receive<TransferProtocol.Shutdown>(_ => OnShutdown());
    }

    private sealed record Reload(string Id);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var id in _unfinished)
            Wake(id);
        TransfersLog.Woken(_log, _unfinished.Length);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
    {
        TransfersLog.Crashed(_log, error);
        // It is loaded again from its journal, after a while.
        return Directive.Stop;
    });

    // ---- from peers

    private void Route(AccountProtocol.Incoming iq)
    {
        try
        {
            if (_shuttingDown)
                Sender.Tell(IqAnswer.Error(StanzaError.ResourceConstraint("this receiver is being restarted")));
            else if (iq.Payload.Name == SiOffer.ElementName)
                RouteOffer(iq, SiOffer.Parse(iq.Payload));
            else if (iq.Payload.Name == OobQuery.ElementName || iq.Payload.Name == OobQuery.MessageElementName)
                RouteUrl(new TransferProtocol.UrlOffer(iq.Account, iq.From, OobQuery.Parse(iq.Payload)));
            else
                RoutePeerWord(iq);
        }
        catch (StanzaErrorException e)
        {
            Sender.Tell(IqAnswer.Error(e.Error));
        }
    }

    private void RouteOffer(AccountProtocol.Incoming iq, SiOffer si)
    {
        var settings = iq.Account.Settings;
        StanzaError? refusal = NotWelcome(settings, iq.From) is { } stranger ? SiErrors.Declined(stranger)
            : si.File.Size > settings.MaxSize ? SiErrors.Declined(TooLarge(settings))
            : RoadPlan.MethodOf(settings.Roads, si.StreamMethods) is null ? SiErrors.NoValidStreams
            : null;
        if (refusal is not null)
        {
            TransfersLog.NotAccepted(_log, iq.From.ToString(), iq.Account.Name, refusal.ToString());
            Sender.Tell(IqAnswer.Error(refusal));
            return;
        }

        if (_draining)
        {
            Sender.Tell(IqAnswer.Error(StanzaError.ResourceConstraint("this receiver begins no session now")));
            return;
        }

        var id = si.File.Tag is { } tag ? TransferId.OfOffer(iq.Account.Name, iq.From, tag.Id)
            : ForeignKey.Of(iq.Account.Name, iq.From.Bare.ToString(), si.File) is { } key && _foreignPartials.TryGetValue(key, out var partial) ? partial
            : TransferId.Random();
        var live = Live(id);
        if (_receiving.Count >= _services.Settings.MaxActive && (live is null || !_receiving.Contains(live)))
            Sender.Tell(IqAnswer.Error(StanzaError.ResourceConstraint("too many files are being received")));
        else if (Tell(id, new TransferProtocol.Offer(iq, si)) is { } receiver)
            _receiving.Add(receiver);
    }

    // Once accepted it is ours to fetch: it waits for a slot, not the peer.
    private void RouteUrl(TransferProtocol.UrlOffer offer)
    {
        var (settings, query) = (offer.Account.Settings, offer.Query);
        var id = query.File?.Tag is { } tag ? TransferId.OfOffer(offer.Account.Name, offer.From, tag.Id) : TransferId.OfUrl(offer.Account.Name, offer.From, query.Url);
        var refusal = NotWelcome(settings, offer.From)
            ?? (!RoadPlan.Allows(settings.Roads, Road.Oob) ? "this account takes no files from URLs"
            : query.File?.Size > settings.MaxSize ? TooLarge(settings)
            : HttpFetcher.FaultOf(query.Url));
        if (refusal is not null)
        {
            TransfersLog.NotAccepted(_log, offer.From.ToString(), offer.Account.Name, refusal);
            Sender.Tell(IqAnswer.Error(StanzaError.NotAcceptable(refusal)));
        }
        else
        {
            Fetch(id, offer);
        }
    }

    private void Fetch(string id, TransferProtocol.UrlOffer offer)
    {
        if (Live(id) is null && (_draining || _fetches.Count >= MaxFetches))
        {
            Sender.Tell(IqAnswer.Error(StanzaError.ResourceConstraint("too many files are being fetched, or none now")));
            return;
        }

        Tell(id, offer);
        _fetches.Add(id);
    }

    private static string? NotWelcome(AccountSettings settings, Jid from) =>
        settings.Inbox is null || !AcceptRules.Accept(settings.AcceptFrom, from) ? "this account takes no files from you" : null;

    private static string TooLarge(AccountSettings settings) => $"files of more than {settings.MaxSize} bytes are not taken";

    // The id in a word is the sender's; on the receiver's side it stands for one of its own.
    private void RoutePeerWord(AccountProtocol.Incoming iq)
    {
        var id = iq.Payload.Name == TransferDigest.ElementName ? TransferDigest.Parse(iq.Payload).Id
            : iq.Payload.Name == TransferReceipt.ElementName ? TransferReceipt.Parse(iq.Payload).Id
            : iq.Payload.Name == TransferAbandon.ElementName ? TransferAbandon.Parse(iq.Payload).Id
            : throw new StanzaErrorException(StanzaError.FeatureNotImplemented());
        var incoming = TransferId.OfOffer(iq.Account.Name, iq.From, id);
        var fromSender = iq.Payload.Name == TransferDigest.ElementName || Live(incoming) is not null;
        if (fromSender)
            Tell(incoming, new TransferProtocol.PeerWord(iq));
        else if (TransferId.IsValid(id))
            Tell(id, new TransferProtocol.PeerWord(iq));
        else
            Sender.Tell(IqAnswer.Error(StanzaError.ItemNotFound("no such transfer between us")));
    }

    // ---- slots: a sender waits for one, and who fetches for one of the receivers'; an offer is refused, and the sender comes again

    private void GrantSlots()
    {
        Grant(_active, _waiting);
        Grant(_receiving, _waitingFetches);
    }

    private void Grant(HashSet<IActorRef> slots, WaitingQueue waiting)
    {
        while (slots.Count < _services.Settings.MaxActive && !_shuttingDown && !_draining && waiting.TryTake(CanSend, out var next))
        {
            if (Live(next.Id) is { } transfer && slots.Add(transfer))
                transfer.Tell(new TransferProtocol.SlotGranted(_roads.Of(next.Peer, _services.Time.GetUtcNow())));
        }
    }

    // An account that is not connected, or not there any more, wastes no session.
    private bool CanSend(string account) => _accounts.GetValueOrDefault(account) is { State: AccountState.Online };

    private void Drain(bool draining)
    {
        _draining = draining;
        TransfersLog.Draining(_log, draining);
        Sender.Tell(new AdminProtocol.Done());
        GrantSlots();
    }

    private void FreeSlot(IActorRef child)
    {
        _waiting.Remove(child.Path.Name);
        _waitingFetches.Remove(child.Path.Name);
        if (_active.Remove(child) | _receiving.Remove(child))
            GrantSlots();
    }

    // ---- children

    private static IActorRef? Live(string id) => Context.Child(id) is { } child && !child.Equals(ActorRefs.Nobody) ? child : null;

    /// <summary>Tells it to the transfer, which is woken for it; null: it is falling asleep, and is told when it has.</summary>
    private IActorRef? Tell(string id, object message)
    {
        if (Live(id) is { } falling && _falling.Contains(falling))
        {
            Stash.Stash();
            return null;
        }

        var transfer = Wake(id);
        transfer.Forward(message);
        // Who is woken after the others were told would hold the stop up.
        if (_shuttingDown)
            transfer.Tell(new TransferProtocol.Shutdown());
        return transfer;
    }

    private void TellIfValid(string id, object message)
    {
        if (TransferId.IsValid(id))
            Tell(id, message);
        else
            Sender.Tell(new AdminProtocol.NotFound(id));
    }

    private IActorRef Wake(string id)
    {
        if (Live(id) is { } live)
            return live;
        var services = _services;
        _live++;
        return Context.Watch(Context.ActorOf(Props.Create(() => new TransferActor(id, services)), id));
    }

    private void OnTerminated(IActorRef child)
    {
        _live--;
        FreeSlot(child);
        var id = child.Path.Name;
        _fetches.Remove(id);
        foreach (var key in _foreignPartials.Where(f => f.Value == id).Select(f => f.Key).ToList())
            _foreignPartials.Remove(key);
        if (_falling.Remove(child))
            Stash.UnstashAll();
        else if (!_shuttingDown)
            Timers.StartSingleTimer(id, new Reload(id), _reloadDelay);
        if (_shuttingDown && _live == 0)
            Context.Stop(Self);
    }

    private void OnShutdown()
    {
        _shuttingDown = true;
        Timers.CancelAll();
        foreach (var child in Context.GetChildren())
            child.Tell(new TransferProtocol.Shutdown());
        if (_live == 0)
            Context.Stop(Self);
    }
}
