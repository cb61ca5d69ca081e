using Akka.Actor;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Proxies;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Sessions;
using Orchestrator.Streams.Flows;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Actors.Transfers;

/// <summary>
/// The durable life of one transfer. Messages become commands, <see cref="TransferDecisions"/> makes them events, and once an
/// event is committed <see cref="Act"/> carries out what follows from it. The sender's part is in <c>TransferActor.Sending.cs</c>,
/// the receiver's in <c>TransferActor.Receiving.cs</c> and <c>TransferActor.Verifying.cs</c>.
/// </summary>
public sealed partial class TransferActor : ReceivePersistentActor, IWithTimers
{
    private const string RetryTimer = "retry";
    private const string DeadlineTimer = "deadline";
    private const string ConfirmTimer = "confirm";
    private const string AskAgainTimer = "ask-again";
    private const int EventsPerSnapshot = 100;

    private readonly string _id;
    private readonly TransferServices _services;
    private readonly ILogger _log;
    private TransferState _state = TransferState.None;
    private Progress _progress;
    private IActorRef? _negotiation;
    private IActorRef? _flow;
    private long _flowBegan;
    private NegotiationOutcome.Connected? _connected;
    private Jid? _peerFull;
    private CancellationTokenSource? _hashing;
    private bool _shuttingDown;

    /// <summary>Recovers what the journal holds of the transfer, then goes on from there.</summary>
    public TransferActor(string id, TransferServices services)
    {
        (_id, _services) = (id, services);
        _log = services.Loggers.CreateLogger<TransferActor>();

        Recover<TransferEvent>(happened => _state = _state.Apply(happened));
        Recover<SnapshotOffer>(offer => _state = (TransferState)offer.Snapshot);
        Recover<RecoveryCompleted>(_ => Reconcile());

        Command<AdminProtocol.GetTransfer>(_ => Sender.Tell(_state.Exists ? View() : new AdminProtocol.NotFound(_id)));
        Command<NegotiationEnded>(OnNegotiationEnded);
        Command<FlowActor.Progressed>(p => p.Session == _state.Session, p =>
        {
            _progress = _progress.Next(p.Position, _services.Time.GetUtcNow());
            Publish();
        });
        Command<FlowActor.Checkpoint>(c => Do(new TransferCommand.Checkpoint(c.Session, c.Position), "session"));
        Command<FlowActor.FlowEnded>(OnFlowEnded);
        Command<DeadlineReached>(_ => OnDeadline());
        Command<Retry>(_ => WantSlot());
        Command<AccountProtocol.PeerAvailable>(_ => OnPeerAvailable());
        Command<TransferProtocol.PeerWord>(OnPeerWord);
        Command<TransferProtocol.Sleep>(_ =>
        {
            if (IsDone)
                Context.Stop(Self);
            else
                Context.Parent.Tell(new TransferProtocol.Awake());
        });
        Command<TransferProtocol.Shutdown>(_ => OnShutdown());
        Command<Told>(OnTold);
        Command<Terminated>(gone => OnSessionPartGone(gone.ActorRef));
        Command<SaveSnapshotSuccess>(_ => { });
        Command<SaveSnapshotFailure>(failure => TransferLog.SnapshotFailed(_log, _id, failure.Cause));
        Commands();
        Sending();
        Receiving();
        Verifying();
        Fetching();
    }

    /// <inheritdoc/>
    public override string PersistenceId => TransferId.PersistencePrefix + _id;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private Orchestrator.Actors.Settings.TransferSettings Settings => _services.Settings;

    private long? MaxRate => _state.MaxRate ?? Settings.MaxRate;

    private bool IsDone => (!_state.Exists || _state.IsFinal) && _flow is null && _next is null && _url is null && !_told && _looking is null;

    private string PeerBare => Jid.Parse(_state.Peer).Bare.ToString();

    private bool IsOutgoing => _state.Direction == TransferDirection.Outgoing;

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        TransferLog.PersistFailed(_log, _id, cause);
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        TransferLog.RecoveryFailed(_log, _id, reason);
        base.OnRecoveryFailure(reason, message);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _hashing?.Cancel();
        base.PostStop();
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
    {
        TransferLog.SessionCrashed(_log, _id, error);
        // Half of a session is none: it ends, and the next one begins from what is durable.
        return Directive.Stop;
    });

    // ---- decide, commit, act

    /// <summary>Decides; commits what was decided; acts on it; then continues. Without an event, nothing happens: false.</summary>
    private bool Do(TransferCommand command, string by, Action? then = null)
    {
        var decisions = new TransferDecisions(_services.Time.GetUtcNow(), by, Random.Shared.NextDouble(), Settings);
        if (decisions.Decide(_state, command) is not { } decided)
            return false;
        Persist(decided, happened =>
        {
            _state = _state.Apply(happened);
            FailPoint.Passed(_state.Direction, happened);
            if (happened is not Checkpointed)
                TransferLog.Changed(_log, _id, TransferEventSerializer.ManifestOf(happened), _state.Status, _state.Offset, _state.Size, _state.Reason, _state.Detail);
            if (LastSequenceNr % EventsPerSnapshot == 0)
                SaveSnapshot(_state);
            Publish();
            Act(happened);
            then?.Invoke();
        });
        return true;
    }

    private void Act(TransferEvent happened)
    {
        switch (happened)
        {
            case Submitted or OfferAccepted:
                ArmDeadline();
                if (_state.BeginsSessions)
                    WantSlot();
                break;
            case SessionStarted when IsOutgoing:
                CheckSource();
                break;
            case SessionStarted { Url: not null }:
                BeginFetching();
                break;
            case SessionStarted:
                Context.Parent.Tell(new TransferProtocol.SlotTaken());
                BeginReceiving();
                break;
            case StreamingStarted e:
                StartFlow(e);
                break;
            case BytesDone when IsOutgoing:
                AskForConfirmation();
                break;
            case BytesDone:
                AwaitDigest();
                break;
            case Verified e:
                MoveIntoPlace(e.Target);
                break;
            case Interrupted e:
                AfterInterruption(e);
                break;
            case Paused:
                AfterPause();
                break;
            case Resumed:
                AfterResume();
                break;
            case RetriedNow:
                Timers.Cancel(RetryTimer);
                WantSlot();
                break;
            case Adjusted e:
                AfterAdjustment(e);
                break;
            case Completed or Ended:
                AfterEnd(happened);
                break;
        }
    }

    private void Reconcile()
    {
        if (!_state.Exists || _state.IsFinal)
        {
            if (!_state.IsFinal)
                return;
            // Woken because its row was missing or late.
            Publish();
            SleepIfDone();
            return;
        }

        ArmDeadline();
        _peerFull = _state.PeerFull is { } peer ? Jid.Parse(peer) : null;
        StandAt(_state.Offset);
        var onDisk = IsOutgoing ? 0 : PartialLength();
        if (!IsOutgoing && !FromOrchestrator && ForeignKey.Of(_state) is { } key)
            Context.Parent.Tell(new TransferProtocol.ForeignPartial(key, _id));
        if (Do(new TransferCommand.Reconcile(onDisk), "recovery"))
            return;
        Publish();
        if (_state.CanAskForWord)
            AskForConfirmation();
        else if (_state.IsVerified)
            MoveIntoPlace(_state.Path, recovering: true);
        else if (_state.BeginsSessions && _state.Status != TransferStatus.Paused)
            ScheduleRetry(_state.NextAttemptAt);
    }

    // ---- what ends a session

    private void OnNegotiationEnded(NegotiationEnded ended)
    {
        if (ended.Session != _state.Session || _state.Status != TransferStatus.Negotiating || _shuttingDown)
        {
            ended.Stream.Dispose();
            if (ended.Outcome is NegotiationOutcome.Connected { Proxy: { } unused } && IsOutgoing && _flow is null)
                _services.Proxies.Tell(new ProxyProtocol.Released(unused, 0));
            return;
        }

        _negotiation = null;

        switch (ended.Outcome)
        {
            case NegotiationOutcome.Connected connected:
                JudgeRoadByRange(connected.Range.Offset);
                (_connected, _peerFull) = (connected, connected.Peer);
                Do(new TransferCommand.BeginStreaming(ended.Session, connected.Road, connected.Range.Offset) { Negotiated = ended.Trace, Validator = connected.Validator }, "session");
                break;
            case NegotiationOutcome.NothingToSend nothing:
                (_connected, _peerFull) = (null, nothing.Peer);
                HashSource(ended.Session, ended.Trace);
                break;
            case NegotiationOutcome.Failed failed:
                if (failed.Roads.Length > 0)
                    Context.Parent.Tell(new TransferProtocol.RoadsFailed(PeerBare, failed.Roads));
                Do(new TransferCommand.Break(ended.Session, failed.Reason, failed.Detail, _state.Offset) { Negotiated = ended.Trace }, "session");
                break;
        }
    }

    private void StartFlow(StreamingStarted started)
    {
        StandAt(started.Offset);
        _flowBegan = _services.Time.GetTimestamp();
        var connected = _connected!;
        if (IsOutgoing && connected.Road == Road.Oob)
        {
            _flow = Serve(connected);
            return;
        }

        var start = IsOutgoing ? SendOver(connected) : ReceiveOver(connected);
        var (session, stall) = (started.Session, Settings.StallTimeout);
        _flow = Context.Watch(Context.ActorOf(Props.Create(() => new FlowActor(session, start, stall)), $"flow-{session}"));
    }

    // Who ends in good order has said so before; this one broke.
    private void OnSessionPartGone(IActorRef gone)
    {
        const string Detail = "the session broke by a defect; the log has it";
        if (gone.Equals(_negotiation))
            OnNegotiationEnded(new NegotiationEnded(_state.Session, new NegotiationOutcome.Failed(Reason.Unknown, Detail), NegotiationTrace.Empty));
        else if (gone.Equals(_flow))
            OnFlowEnded(new FlowActor.FlowEnded(_state.Session, new FlowEnd(_state.Offset, FlowFault.Internal, Detail, null, null, PeerClosed: false), Stalled: false));
    }

    private void OnFlowEnded(FlowActor.FlowEnded ended)
    {
        _flow = null;
        StandAt(ended.End.Position);
        if (IsOutgoing && _connected?.Proxy is { } proxy)
            _services.Proxies.Tell(new ProxyProtocol.Released(proxy, Throughput(ended)));
        if (ended.Session == _state.Session && _state.Status == TransferStatus.Streaming)
        {
            JudgeRoad(ended);
            var reason = _shuttingDown ? Reason.DaemonRestarted : _next is not null || _url is not null ? Reason.Superseded : ended.Reason;
            if (ended.End.Fault is null)
                FinishBytes(ended);
            else
                Do(new TransferCommand.Break(ended.Session, reason!, ended.End.Detail, OffsetAfter(ended)), "session", AfterSessionPart);
            return;
        }

        // What a pause has stopped is durable up to here.
        if (ended.Session != _state.Session || _state.Status != TransferStatus.Paused
            || !Do(new TransferCommand.Checkpoint(ended.Session, OffsetAfter(ended)), "session", AfterSessionPart))
            AfterSessionPart();
    }

    // A road that stopped carrying, or twice carried nothing, is not the first choice next time. One that broke is: what broke it
    // may have been a restart. What it really carried is told by the receiver, with its next range.
    private void JudgeRoad(FlowActor.FlowEnded ended)
    {
        if (_shuttingDown || ended.End.Fault is null)
            return;
        if (ended.Stalled)
            BlameRoad("a stream through it stalled");
        else if (ended.End.Position == _state.ResumedAt && _state.FruitlessSessions > 0)
            BlameRoad("no byte went through it");
    }

    private void JudgeRoadByRange(long offset)
    {
        if (offset <= _connected?.Range.Offset)
            BlameRoad();
    }

    private void BlameRoad() => BlameRoad("what went through it did not arrive");

    // Once for each stream.
    private void BlameRoad(string detail)
    {
        if (!IsOutgoing || _connected is not { } connected)
            return;
        _connected = null;
        if (connected.Proxy is { } proxy)
            _services.Proxies.Tell(new ProxyProtocol.Failed(proxy, detail));
        if (!connected.AnotherProxyMayDo)
            Context.Parent.Tell(new TransferProtocol.RoadsFailed(PeerBare, [connected.Road]));
    }

    private double Throughput(FlowActor.FlowEnded ended) =>
        (ended.End.Position - _state.ResumedAt) / Math.Max(0.001, _services.Time.GetElapsedTime(_flowBegan).TotalSeconds);

    // What came with a wrong count is not built upon.
    private long OffsetAfter(FlowActor.FlowEnded ended) =>
        !IsOutgoing && ended.End.Fault is FlowFault.ExcessBytes or FlowFault.PartialTooShort ? 0 : ended.End.Position;

    private void AfterInterruption(Interrupted interrupted)
    {
        StopWaitingForWord();
        StandAt(interrupted.Offset);
        Context.Parent.Tell(new TransferProtocol.SlotFree());
        // An Orchestrator that knows may take another road at once.
        if (FromOrchestrator && interrupted.Reason == Reason.FetchFailed.Code)
            AnswerUrl(IqAnswer.Error(StanzaError.ItemNotFound("the URL could not be fetched")));
        if (_shuttingDown)
            Context.Stop(Self);
        else if (_url is not null)
            WantSlot();
        else if (_next is null && _state.BeginsSessions)
            ScheduleRetry(interrupted.NextAttemptAt);
        else
            AcceptNextOffer();
    }

    private void AfterEnd(TransferEvent happened)
    {
        Timers.CancelAll();
        Context.Parent.Tell(new TransferProtocol.SlotFree());
        // Of a sender that gives up nothing more will come; a receiver that does tells the reason at the next offer.
        if (happened is Ended ended && ended.Reason != Reason.CancelledByPeer.Code
            && (ended.Status == TransferStatus.Cancelled || (IsOutgoing && ended.Status is (TransferStatus.Failed or TransferStatus.Expired))))
            TellPeer(new TransferAbandon(_state.SharedId ?? "", AbandonReason.Cancelled).ToXml(), "abandon");
        if (happened is Completed && IsOutgoing && _state.Road is { } road)
            Context.Parent.Tell(new TransferProtocol.RoadWorked(PeerBare, road));
        if (happened is Completed && IsOutgoing && _connected?.Proxy is { } proxy)
            _services.Proxies.Tell(new ProxyProtocol.Worked(proxy));
        // Who waits for our answer asks for the receipt when it has it.
        if (!AnswerUrl(UrlAnswer(_state.Status)) && happened is Completed && !IsOutgoing)
            SendReceipt();
        _url = null;
        StopSession();
        AfterSessionPart();
    }

    /// <summary>Ends what runs of the session; <see cref="AfterSessionPart"/> comes when nothing runs any more.</summary>
    private void StopSession()
    {
        _hashing?.Cancel();
        _flow?.Tell(FlowActor.StopFlow.Instance);
        if (_negotiation is null)
            return;
        Context.Stop(_negotiation);
        _negotiation = null;
    }

    private void AfterSessionPart()
    {
        if (_flow is not null)
            return;
        if (!_state.Exists || _state.IsFinal)
        {
            if (_state.Exists && !IsOutgoing && _state.Status != TransferStatus.Completed)
                DeletePartial();
            if (!_preparing)
                RefuseNext(StanzaError.Conflict($"this transfer is {_state.Status}"));

            if (IsDone)
                Context.Parent.Tell(new TransferProtocol.Sleep());
        }
        else if (_shuttingDown)
        {
            Context.Stop(Self);
        }
        else if (_next is not null && !_state.IsActive)
        {
            AcceptNextOffer();
        }
        else if ((_url is not null && !_state.IsActive) || (_state.BeginsSessions && _state.Status == TransferStatus.Queued))
        {
            WantSlot();
        }
    }

    // ---- time

    private void OnDeadline()
    {
        if (!Do(new TransferCommand.Expire(), "timer"))
            ArmDeadline();
    }

    private void ArmDeadline()
    {
        if (_state.IsFinal)
            return;
        // A timer of weeks is set day by day.
        var left = _state.Deadline - _services.Time.GetUtcNow();
        var (soon, day) = (TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Timers.StartSingleTimer(DeadlineTimer, new DeadlineReached(), left < soon ? soon : left < day ? left : day);
    }

    private void OnShutdown()
    {
        _shuttingDown = true;
        AnswerUrl(IqAnswer.Error(StanzaError.ResourceConstraint("this receiver is being restarted")));
        Timers.CancelAll();
        StopSession();
        // A running flow ends by itself now; a verified file is seen into its place, unless that was put off.
        if (_flow is not null || _moving)
            return;
        if (!Do(new TransferCommand.Break(_state.Session, Reason.DaemonRestarted, "the daemon was stopped", _state.Offset), "shutdown"))
            Context.Stop(Self);
    }

    private void WantSlot() => Context.Parent.Tell(new TransferProtocol.WantSlot(_state.Account, PeerBare, _state.Priority, _state.WaitsSince, Fetches: !IsOutgoing));

    // A transfer that was woken only for a question goes back to sleep.
    private void SleepIfDone()
    {
        if (!_state.Exists || _state.IsFinal)
            AfterSessionPart();
    }

    private void Publish() => _services.Catalogue.Tell(new CatalogueProtocol.Put(View(), LastSequenceNr, _state.IsFinal));

    private TransferView View() => TransferViews.Of(_state, _progress, _state.Roads ?? _services.Accounts.GetValueOrDefault(_state.Account)?.Settings.Roads);

    private void StandAt(long position) => _progress = new Progress(position, _services.Time.GetUtcNow());

    private sealed record Retry;

    private sealed record DeadlineReached;
}
