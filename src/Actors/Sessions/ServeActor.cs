using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Flows;
using Orchestrator.Streams.Hashing;
using Orchestrator.Streams.Http;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.OutOfBand;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Actors.Sessions;

/// <summary>
/// Sends a file out of band: hashes it, offers it at a URL, and waits while the peer fetches it, until the peer answers that it has
/// it (XEP-0066 §2). To its parent it is as a <see cref="FlowActor"/>: progress, and one <see cref="FlowActor.FlowEnded"/>.
/// </summary>
public sealed class ServeActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);

    private readonly ServePlan _plan;
    private readonly CancellationTokenSource _stopped = new();
    private ServedFile? _served;
    private string? _sha256;
    private long _position;
    private long _moved;
    private long _movedAt;
    private int _offers;

    /// <summary>Begins at once.</summary>
    public ServeActor(ServePlan plan)
    {
        _plan = plan;
        Receive<Hashed>(hashed => OnHashed(hashed.Sha256));
        // Back, or a daemon that was started again: it may not know any more that it owes an answer.
        Receive<AccountProtocol.PeerAvailable>(available =>
        {
            if (_served is not null && (available.Peer == plan.Peer || available.Peer == plan.Peer.Bare))
                Offer();
        });
        Receive<Word>(word =>
        {
            if (word.Offer == _offers)
                OnWord(word.Answer);
        });
        Receive<TransferReceipt>(receipt =>
        {
            var right = receipt.Size == plan.Source.Size && receipt.Sha256 == _sha256;
            Sender.Tell(right ? IqAnswer.Result() : IqAnswer.Error(StanzaError.Conflict("that is not what was sent")));
            if (right)
                OnWord(new AccountProtocol.Answered(null));
        });
        Receive<Checked>(now => End(now.Fault is null ? null : FlowFault.SourceChanged, now.Fault));
        Receive<Look>(_ => OnLook());
        Receive<FlowActor.SetRate>(rate => _served?.Limit(rate.BytesPerSecond));
        Receive<FlowActor.StopFlow>(_ => End(FlowFault.Stopped, "the session was stopped"));
        Receive<Status.Failure>(failure => End(FlowFault.SourceUnreadable, failure.Cause.Message));
    }

    private sealed record Hashed(string Sha256);

    private sealed record Word(int Offer, object Answer);

    private sealed record Checked(string? Fault);

    private sealed record Look;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsAllServed => _position == _plan.Source.Size;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _plan.Account.Actor.Tell(new AccountProtocol.WatchPeer(_plan.Peer));
        if (_plan.Sha256 is { } known)
            Self.Tell(new Hashed(known));
        else
            FileHasher.HashAsync(_plan.Source.Path, _plan.Source.Size, md5: false, _stopped.Token).PipeTo(Self, Self, hash => new Hashed(hash.Sha256));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        if (_served is not null)
            _plan.Served.Remove(_served);
    }

    private void OnHashed(string sha256)
    {
        (_sha256, _movedAt) = (sha256, _plan.Time.GetTimestamp());
        _served = _plan.Served.Add(_plan.Source, _plan.MaxRate);
        Timers.StartPeriodicTimer(nameof(Look), new Look(), _look);
        Offer();
    }

    // The same URL offered again is the same file to the peer; the last offer's answer counts.
    private void Offer()
    {
        var (number, peer) = (++_offers, _plan.Peer);
        var file = _plan.PeerConfirms ? _plan.File with { Tag = _plan.File.Tag! with { Sha256 = _sha256 } } : null;
        var query = new OobQuery(_served!.Url, _plan.File.Description, file).ToXml();
        var wait = _served.ExpiresAt - _plan.Time.GetUtcNow() + _plan.Settings.ConfirmTimeout;
        _plan.Account.Actor.Ask<object>(new AccountProtocol.Ask(peer, IqType.Set, query, wait), wait + _look)
            .PipeTo(Self, Self, answer => new Word(number, answer), error => new Word(number, new AccountProtocol.Unanswered(false, error.Message)));
    }

    private void OnWord(object answer)
    {
        switch (answer)
        {
            case AccountProtocol.Answered:
                var source = _plan.Source;
                Task.Run(source.Check).PipeTo(Self, Self, fault => new Checked(fault?.Message));
                break;
            case AccountProtocol.Refused refused:
                // XEP-0066 §2: item-not-found says that the URL could not be fetched.
                var reason = refused.Error.Condition == "item-not-found"
                    ? Reason.FetchFailed
                    : InitiatorNegotiation.Meaning(InitiatorNegotiation.Step.Offering, refused.Error);
                End(FlowFault.PeerClosedEarly, refused.Error.ToString(), reason);
                break;
            default:
                // The XMPP connection is gone, not the peer's to our server. It is asked again when it, or we, are back.
                break;
        }
    }

    private void OnLook()
    {
        var (now, position, moved) = (_plan.Time.GetTimestamp(), _served!.Position, _served.Moved);
        if (moved != _moved)
            (_moved, _movedAt) = (moved, now);
        if (position != _position)
        {
            _position = position;
            Context.Parent.Tell(new FlowActor.Progressed(_plan.Session, position));
        }

        var (patience, reason) = _position == 0 && !IsAllServed ? (_plan.Settings.NegotiationTimeout, Reason.NoAnswer)
            : IsAllServed ? (_plan.Settings.ConfirmTimeout, Reason.ConfirmTimeout)
            : (_plan.Settings.StallTimeout, Reason.Stalled);
        if (_plan.Time.GetElapsedTime(_movedAt, now) > patience)
            End(FlowFault.PeerClosedEarly, $"the peer fetched {_position} bytes, then nothing for {patience}", reason);
        else if (_served.ExpiresAt <= _plan.Time.GetUtcNow())
            End(FlowFault.PeerClosedEarly, "the URL expired before the file was fetched", Reason.FetchFailed);
    }

    private void End(FlowFault? fault, string? detail, Reason? because = null)
    {
        var position = fault is null ? _plan.Source.Size : _position;
        var end = new FlowEnd(position, fault, detail, fault is null ? _sha256 : null, null, PeerClosed: fault is null);
        Context.Parent.Tell(new FlowActor.FlowEnded(_plan.Session, end, because == Reason.Stalled || because == Reason.NoAnswer) { Because = because });
        Context.Stop(Self);
        Become(() => ReceiveAny(_ => { }));
    }
}
