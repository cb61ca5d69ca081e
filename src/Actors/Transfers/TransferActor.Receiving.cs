using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Sessions;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Flows;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Transfers;

// The receiver's part: offer, disk, stream.
public sealed partial class TransferActor
{
    private PendingOffer? _next;
    private PendingOffer? _accepted;
    private bool _preparing;

    // The sender comes again after its backoff.
    private static StanzaError PausedHere => StanzaError.ResourceConstraint("the receiver has paused this transfer");

    private bool FromOrchestrator => _state.SharedId is not null;

    private Inbox InboxFolder => new(_state.Inbox);

    private void Receiving()
    {
        Command<TransferProtocol.Offer>(OnOffer);
        Command<Prepared>(OnPrepared);
    }

    // ---- the offer

    private void OnOffer(TransferProtocol.Offer offer)
    {
        var next = new PendingOffer(offer, Sender);
        if (_state.Exists && (_state.Size != offer.Si.File.Size || _state.Name != offer.Si.File.Name))
        {
            Refuse(next, StanzaError.Conflict("a transfer of this id has another name or size"));
        }
        else if (_state.Status == TransferStatus.Completed && _state.Exists)
        {
            // The sender has not heard the receipt; it sends no byte, only the hash, and gets the receipt again.
            next.Accept(_state.Size);
            Context.Parent.Tell(new TransferProtocol.OfferRefused());
        }
        else if (_state.IsFinal)
        {
            Refuse(next, SiErrors.Declined($"this transfer is {_state.Status}: {_state.Reason}"));
        }
        else if (_state.IsVerified || _shuttingDown)
        {
            Refuse(next, StanzaError.ResourceConstraint("the file is being moved into place"));
        }
        else if (_state.Status == TransferStatus.Paused)
        {
            Refuse(next, PausedHere);
        }
        else
        {
            // The sender knows better than we whether the last session lives: a new offer ends it.
            _next?.Refuse(StanzaError.ResourceConstraint("a newer offer of this transfer came"));
            _next = next;
            if (_flow is not null)
                StopSession();
            else if (!_state.IsActive)
                AcceptNextOffer();
            else
                EndQuietSession();
            return;
        }

        SleepIfDone();
    }

    private void Refuse(PendingOffer offer, StanzaError error)
    {
        offer.Refuse(error);
        if (!_state.IsActive && _next is null && !_preparing)
            Context.Parent.Tell(new TransferProtocol.OfferRefused());
    }

    private void RefuseNext(StanzaError error)
    {
        if (_next is not { } next)
            return;
        _next = null;
        Refuse(next, error);
    }

    private void EndQuietSession()
    {
        StopSession();
        Do(new TransferCommand.Break(_state.Session, Reason.Superseded, "the sender began anew", _state.Offset), "peer");
    }

    private void AcceptNextOffer()
    {
        if (_next is null || _preparing)
            return;
        _preparing = true;
        var account = _next.Offer.Iq.Account;
        var (inbox, size, partial) = (account.Settings.Inbox!, _next.Offer.Si.File.Size, PartialPath(account.Settings.Inbox!));
        Task.Run(() => Prepare(inbox, partial, size)).PipeTo(Self, Self, prepared => prepared, error => new Prepared(0, error.Message));
    }

    private static Prepared Prepare(string folder, string partial, long size)
    {
        var inbox = new Inbox(folder);
        inbox.CheckWritable();
        var file = new FileInfo(partial);
        var length = file.Exists ? file.Length : 0;
        var free = inbox.FreeBytes();
        return size - length > free
            ? new Prepared(length, $"{size - length} bytes are needed and {free} are free")
            : new Prepared(length, null);
    }

    private void OnPrepared(Prepared prepared)
    {
        _preparing = false;
        if (_next is not { } next)
            return;
        _next = null;
        var iq = next.Offer.Iq;
        var file = next.Offer.Si.File;
        if (_state.Status == TransferStatus.Paused)
        {
            Refuse(next, PausedHere);
            return;
        }

        if (prepared.Fault is not null)
        {
            TransferLog.InboxRefused(_log, _id, prepared.Fault);
            Refuse(next, StanzaError.ResourceConstraint("the receiver cannot store the file now"));
            SleepIfDone();
            return;
        }

        _accepted = next with { OnDisk = prepared.Length };
        if (_state.Exists)
        {
            BeginReceivingSession();
            return;
        }

        Do(
            new TransferCommand.AcceptOffer(
                _id, iq.Account.Name, iq.From.Bare.ToString(), file.Tag?.Id, file.Name, file.Size, file.Date, file.Hash,
                iq.Account.Settings.Inbox!, file.Description),
            "peer",
            BeginReceivingSession);
    }

    private void BeginReceivingSession()
    {
        if (!FromOrchestrator && ForeignKey.Of(_state) is { } key)
            Context.Parent.Tell(new TransferProtocol.ForeignPartial(key, _id));
        var offer = _accepted!.Offer;
        var begin = new TransferCommand.BeginSession(offer.Si.Id)
        {
            Why = RoadPlan.WhyOf(offer.Iq.Account.Settings.Roads, offer.Si.StreamMethods),
            Peer = offer.Iq.From.ToString(),
        };
        if (Do(begin, "peer"))
            return;
        Refuse(_accepted, StanzaError.ResourceConstraint("this transfer is busy"));
        SleepIfDone();
    }

    private void BeginReceiving()
    {
        var (accepted, session) = (_accepted!, _state.Session);
        var si = accepted.Offer.Si;
        var iq = accepted.Offer.Iq;
        (_peerFull, _digest, _md5) = (iq.From, null, null);
        // Trust the checkpoint, never more than what is on disk; a sender without ranges begins at 0.
        var offset = si.File.RangeSupported ? Math.Min(_state.Offset, accepted.OnDisk) : 0;
        if (FromOrchestrator && offset == _state.Size)
        {
            accepted.Accept(offset);
            HashPartial(session);
            return;
        }

        var plan = new TargetPlan(
            session, _state.Sid, iq.From, iq.To, new ByteRange(offset, _state.Size - offset), FromOrchestrator, iq.Account, _services.S5b,
            iq.Account.Settings.Roads, Settings.NegotiationTimeout);
        _negotiation = Context.Watch(Context.ActorOf(Props.Create(() => new TargetActor(plan)), $"negotiation-{session}"));
        // Only when the account knows where the streamhosts go is the sender told to send them.
        iq.Account.Actor.Tell(new AccountProtocol.ExpectBytestream(iq.From, _state.Sid), _negotiation);
        accepted.Accept(offset);
    }

    // ---- the bytes

    private Func<Action<object>, RunningFlow> ReceiveOver(NegotiationOutcome.Connected connected)
    {
        var checkpoint = Settings.Checkpoint;
        var plan = new ReceivePlan(
            PartialPath(_state.Inbox), connected.Range.Offset, connected.Range.Length, Md5: _state.Md5 is not null,
            AwaitClose: !FromOrchestrator && connected.Road != Road.Oob, checkpoint.Bytes, checkpoint.Interval, MaxRate);
        var (services, log) = (_services, _log);
        return report => ReceiveFlow.Start(plan, connected.Stream, report, report, services.Materializer, services.Time, log);
    }

    private void FinishBytes(FlowActor.FlowEnded ended)
    {
        if (IsOutgoing)
        {
            FinishSending(ended);
            return;
        }

        _md5 = ended.End.Md5;
        Do(new TransferCommand.FinishBytes(ended.Session, ended.End.Sha256!), "session");
    }

    // ---- the disk

    private string PartialPath(string inbox) => new Inbox(inbox).PartialPath(_id);

    private long PartialLength()
    {
        var file = new FileInfo(PartialPath(_state.Inbox));
        return file.Exists ? file.Length : 0;
    }

    private void DeletePartial()
    {
        try
        {
            File.Delete(PartialPath(_state.Inbox));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TransferLog.PartialLeft(_log, _id, PartialPath(_state.Inbox), e);
        }
    }

    /// <summary>An offer, and whoever is owed its answer.</summary>
    private sealed record PendingOffer(TransferProtocol.Offer Offer, IActorRef Asker)
    {
        public long OnDisk { get; init; }

        public void Accept(long offset) => Asker.Tell(IqAnswer.Result(new SiAnswer(
            RoadPlan.MethodOf(Offer.Iq.Account.Settings.Roads, Offer.Si.StreamMethods)!,
            Offer.Si.File.RangeSupported && offset > 0 ? new FileRange(offset) : null).ToXml()));

        public void Refuse(StanzaError error) => Asker.Tell(IqAnswer.Error(error));
    }

    private sealed record Prepared(long Length, string? Fault);
}
