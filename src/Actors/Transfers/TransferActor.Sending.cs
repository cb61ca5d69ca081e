using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Sessions;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Flows;
using Orchestrator.Streams.Hashing;
using Orchestrator.Streams.InBand;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Receipts;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Transfers;

// The sender's part: submit, slot, source, offer, stream, digest, receipt.
public sealed partial class TransferActor
{
    private bool _peerClosed;
    private RoadPlan? _roads;

    private SourceFile Source => new(_state.Path, _state.Size, _state.ModifiedAt!.Value);

    private FileOffer OwnOffer => new(_state.Name, _state.Size, null, _state.ModifiedAt, _state.Description, RangeSupported: true, new TransferTag(_id));

    private void Sending()
    {
        Command<TransferProtocol.Submit>(OnSubmit);
        Command<TransferProtocol.SlotGranted>(granted =>
        {
            _roads = RoadPlan.Of(_state.Roads ?? _services.Accounts[_state.Account].Settings.Roads, granted.FailedRoads, _services.Served is not null);
            Timers.Cancel(RetryTimer);
            if (!Do(IsOutgoing ? new TransferCommand.BeginSession(TransferId.Random()) { Why = _roads.Why } : BeginFetchSession(), "session") && !_state.IsActive)
                Context.Parent.Tell(new TransferProtocol.SlotFree());
        });
        Command<SourceChecked>(check => check.Session == _state.Session && _state.Status == TransferStatus.Negotiating, OnSourceChecked);
        Command<SourceHashed>(hashed => hashed.Session == _state.Session, hashed =>
        {
            if (hashed.Fault is null)
                Do(new TransferCommand.FinishBytes(hashed.Session, hashed.Sha256!) { Negotiated = hashed.Negotiated }, "session");
            else
                Do(new TransferCommand.Break(hashed.Session, Reason.SourceUnreadable, hashed.Fault, _state.Offset), "session");
        });
        Command<AskAgain>(_ => _state.CanAskForWord, _ => SendDigest());
        Command<ConfirmTimedOut>(timeout => Do(
            new TransferCommand.Break(timeout.Session, Reason.ConfirmTimeout, $"no word from the other side within {Settings.ConfirmTimeout}", _state.Offset), "timer", BlameRoad));
    }

    // The same key names the same content: the same file, untouched, to the same peer.
    private void OnSubmit(TransferProtocol.Submit submit)
    {
        var asker = Sender;
        var request = submit.Request;
        if (!_state.Exists)
        {
            if (submit.Source is not { } source)
            {
                asker.Tell(new AdminProtocol.Refused(submit.FaultCode!, submit.Fault!));
                SleepIfDone();
                return;
            }

            Do(
                new TransferCommand.Submit(_id, submit.Account, request.Peer.ToString(), source.Path, source.Size, source.ModifiedAt, request.Description)
                {
                    Priority = request.Priority,
                    Deadline = request.Deadline,
                    MaxRate = request.MaxRate,
                    Roads = request.Roads,
                },
                request.By,
                () => asker.Tell(new AdminProtocol.Submitted(View(), Created: true)));
            return;
        }

        var differs = request.Path != _state.Path ? "path"
            : request.Peer.ToString() != _state.Peer ? "peer"
            : submit.Account != _state.Account ? "account"
            : request.Description != _state.Description ? "description"
            : submit.Source is { } now && now != Source ? "file (its size or modification time)"
            : null;
        asker.Tell(differs is null
            ? new AdminProtocol.Submitted(View(), Created: false)
            : new AdminProtocol.Conflict(View(), $"The idempotency key belongs to transfer {_id}, whose {differs} is another; use a new key."));
        SleepIfDone();
    }

    private void CheckSource()
    {
        var (source, session) = (Source, _state.Session);
        Task.Run(source.Check).PipeTo(Self, Self, fault => new SourceChecked(session, fault?.Kind, fault?.Message), error => new SourceChecked(session, SourceFileError.Unreadable, error.Message));
    }

    private void OnSourceChecked(SourceChecked check)
    {
        if (check.Error is { } error)
        {
            var reason = error switch
            {
                SourceFileError.Missing => Reason.SourceMissing,
                SourceFileError.Unreadable => Reason.SourceUnreadable,
                _ => Reason.SourceChanged,
            };
            Do(new TransferCommand.Break(check.Session, reason, check.Detail, _state.Offset), "session");
            return;
        }

        if (!_services.Accounts.TryGetValue(_state.Account, out var account))
        {
            Do(new TransferCommand.Break(check.Session, Reason.NotConnected, $"account {_state.Account} is not in the configuration any more", _state.Offset), "session");
            return;
        }

        if (_roads!.Order.IsEmpty)
        {
            Do(new TransferCommand.Break(check.Session, Reason.NoCommonMethod, "only out-of-band data is allowed, and oob.listen is off", _state.Offset), "session");
            return;
        }

        var plan = new InitiatorPlan(_state.Session, _state.Sid, Jid.Parse(_state.Peer), OwnOffer, account, _services.Listener, _services.Proxies, _services.S5b, _roads, Settings.NegotiationTimeout);
        _negotiation = Context.Watch(Context.ActorOf(Props.Create(() => new InitiatorActor(plan)), $"negotiation-{_state.Session}"));
    }

    private Func<Action<object>, RunningFlow> SendOver(NegotiationOutcome.Connected connected)
    {
        // An Orchestrator closes when it has everything, and says the rest by its receipt.
        // In-band, another peer closes nothing: its answer to our close is its word.
        var linger = connected.PeerConfirms || connected.Road != Road.Ibb ? Settings.Linger : TimeSpan.Zero;
        var plan = new SendPlan(Source, connected.Range.Offset, connected.Range.Length, Hash: true, linger, MaxRate, connected.Road == Road.S5bProxy);
        var (services, log) = (_services, _log);
        return report => SendFlow.Start(plan, connected.Stream, report, services.Materializer, services.Time, log);
    }

    private IActorRef Serve(NegotiationOutcome.Connected connected)
    {
        var plan = new ServePlan(
            _state.Session, Source, OwnOffer, _state.Sha256, connected.Peer, connected.PeerConfirms, _services.Accounts[_state.Account], _services.Served!,
            MaxRate, Settings, _services.Time);
        return Context.Watch(Context.ActorOf(Props.Create(() => new ServeActor(plan)), $"flow-{_state.Session}"));
    }

    private void FinishSending(FlowActor.FlowEnded ended)
    {
        _peerClosed = ended.End.PeerClosed || _connected!.Stream is InBandStream { Completion: { IsCompletedSuccessfully: true, Result: true } };
        // Who wants a part of the file gets that; the hash is the whole file's all the same.
        if (_connected!.Range.End < _state.Size)
            HashSource(ended.Session);
        else
            Do(new TransferCommand.FinishBytes(ended.Session, ended.End.Sha256!), "session");
    }

    private void HashSource(int session, NegotiationTrace? negotiated = null)
    {
        if (_state.Sha256 is { } known)
        {
            Do(new TransferCommand.FinishBytes(session, known) { Negotiated = negotiated }, "session");
            return;
        }

        var source = Source;
        _hashing = new CancellationTokenSource();
        FileHasher.HashAsync(source.Path, source.Size, md5: false, _hashing.Token)
            .PipeTo(Self, Self, hash => new SourceHashed(session, hash.Sha256, null, negotiated), error => new SourceHashed(session, null, error.Message, negotiated));
    }

    private void AskForConfirmation()
    {
        if (_connected is { PeerConfirms: false })
        {
            Do(new TransferCommand.Complete(_connected.Road == Road.Oob ? "result" : _peerClosed ? "close" : "none"), "session");
            return;
        }

        Timers.StartSingleTimer(ConfirmTimer, new ConfirmTimedOut(_state.Session), Settings.ConfirmTimeout);
        // A receiver that dies now, or a receipt that is lost, costs a part of the timeout, not all of it.
        Timers.StartPeriodicTimer(AskAgainTimer, new AskAgain(), Settings.ConfirmTimeout / 4);
        if (_services.Accounts.TryGetValue(_state.Account, out var account))
            account.Actor.Tell(new AccountProtocol.WatchPeer(Jid.Parse(_state.Peer)));
        SendDigest();
    }

    private void SendDigest() => TellPeer(new TransferDigest(_id, _state.Size, _state.Sha256!).ToXml(), "digest");

    private void StopWaitingForWord()
    {
        Timers.Cancel(ConfirmTimer);
        Timers.Cancel(AskAgainTimer);
    }

    private void OnReceipt(TransferReceipt receipt)
    {
        var asker = Sender;
        if (_state is { Status: TransferStatus.Streaming, Road: Road.Oob } && _flow is not null)
        {
            // The hash is known to the one who serves the file.
            _flow.Forward(receipt);
        }
        else if (receipt.Size != _state.Size || receipt.Sha256 != _state.Sha256)
        {
            asker.Tell(IqAnswer.Error(StanzaError.Conflict("that is not what was sent")));
        }
        else if (!Do(new TransferCommand.Complete("receipt"), "peer", () => asker.Tell(IqAnswer.Result())))
        {
            asker.Tell(_state.Status == TransferStatus.Completed ? IqAnswer.Result() : IqAnswer.Error(StanzaError.Conflict("this transfer has ended otherwise")));
        }
    }

    private void ScheduleRetry(DateTimeOffset? due)
    {
        if (_state.Status == TransferStatus.WaitingForPeer && _services.Accounts.TryGetValue(_state.Account, out var account))
            account.Actor.Tell(new AccountProtocol.WatchPeer(Jid.Parse(_state.Peer)));
        var wait = (due ?? _services.Time.GetUtcNow()) - _services.Time.GetUtcNow();
        Timers.StartSingleTimer(RetryTimer, new Retry(), wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    private void OnPeerAvailable()
    {
        if (_state.CanAskForWord)
            SendDigest();
        if (_state.Status != TransferStatus.WaitingForPeer)
            return;
        Timers.Cancel(RetryTimer);
        WantSlot();
    }

    private sealed record SourceChecked(int Session, SourceFileError? Error, string? Detail);

    private sealed record SourceHashed(int Session, string? Sha256, string? Fault, NegotiationTrace? Negotiated);

    private sealed record ConfirmTimedOut(int Session);

    private sealed record AskAgain;
}
