using Akka.Actor;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Streams.Http;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Actors.Transfers;

// The receiver of a file at a URL (XEP-0066): it begins the sessions itself, and answers when the file is in place.
public sealed partial class TransferActor
{
    // Offered, and not in the journal yet.
    private TransferProtocol.UrlOffer? _url;
    private IActorRef? _urlAsker;
    // Offered anew after the end, while what is there now is looked at.
    private TransferProtocol.UrlOffer? _looking;

    private string? ExpectedSha256 => _digest?.Sha256 ?? _state.OfferedSha256;

    private void Fetching()
    {
        Command<TransferProtocol.UrlOffer>(OnUrlOffer);
        Command<Looked>(OnLooked);
        Command<LookedAgain>(OnLookedAgain);
        Command<FetchPrepared>(prepared => prepared.Session == _state.Session && _state.Status == TransferStatus.Negotiating, OnFetchPrepared);
    }

    private void OnUrlOffer(TransferProtocol.UrlOffer offer)
    {
        if (_state.Exists && offer.Query.File is { } file && (file.Size != _state.Size || file.Name != _state.Name))
        {
            Sender.Tell(IqAnswer.Error(StanzaError.Conflict("a transfer of this id has another name or size")));
        }
        else if (_state.Exists && _state.IsFinal)
        {
            OfferedAfterEnd(offer);
        }
        else if (_state.Status == TransferStatus.Paused || _shuttingDown)
        {
            Sender.Tell(IqAnswer.Error(PausedHere));
        }
        else
        {
            AnswerUrl(IqAnswer.Error(StanzaError.ResourceConstraint("a newer offer of this file came")));
            (_urlAsker, _peerFull) = (Sender.Equals(ActorRefs.Nobody) ? null : Sender, offer.From);
            if (_state.Exists)
                FetchAnew(offer);
            else
                FirstOffer(offer);
            return;
        }

        SleepIfDone();
    }

    // An Orchestrator names the transfer that it means. Of others' URLs only what is there now tells whether it is the same file.
    private void OfferedAfterEnd(TransferProtocol.UrlOffer offer)
    {
        if (offer.Query.File?.Tag is not null || _state.Status is TransferStatus.Cancelled or TransferStatus.Declined)
        {
            Sender.Tell(UrlAnswer(_state.Status));
        }
        else if (_state.Status != TransferStatus.Completed || _state.Url != offer.Query.Url.AbsoluteUri)
        {
            Context.Parent.Forward(new TransferProtocol.UrlAgain(_id, offer));
        }
        else if (_looking is not null)
        {
            Sender.Tell(IqAnswer.Error(StanzaError.ResourceConstraint("this URL is being looked at")));
        }
        else
        {
            _looking = offer;
            var asker = Sender;
            _services.Fetcher.LookAsync(offer.Query.Url, CancellationToken.None).PipeTo(
                Self, Self, found => new LookedAgain(asker, found, null), error => new LookedAgain(asker, null, error.Message));
        }
    }

    private void OnLookedAgain(LookedAgain looked)
    {
        var offer = _looking!;
        _looking = null;
        if (looked.Found is not { } found)
        {
            TransferLog.UrlNotFetched(_log, _id, offer.From.ToString(), looked.Fault!);
            looked.Asker.Tell(IqAnswer.Error(StanzaError.ItemNotFound("it could not be fetched")));
        }
        else if ((found.Size, found.Validator) == (_state.Size, _state.Validator))
        {
            looked.Asker.Tell(UrlAnswer(_state.Status));
        }
        else
        {
            Context.Parent.Tell(new TransferProtocol.UrlAgain(_id, offer), looked.Asker);
        }

        SleepIfDone();
    }

    private void FirstOffer(TransferProtocol.UrlOffer offer)
    {
        var looking = _url is not null;
        _url = offer;
        if (offer.Query.File is { } file)
        {
            AcceptUrl(file.Name, file.Size);
        }
        else if (!looking)
        {
            _services.Fetcher.LookAsync(offer.Query.Url, CancellationToken.None).PipeTo(
                Self, Self, found => new Looked(found, null), error => new Looked(null, error as FetchException ?? new FetchException(FetchFault.Unreachable, error.Message, error)));
        }
    }

    // The same file at the same URL is being fetched, or will be now; at another one, or over another road so far, a new session begins.
    private void FetchAnew(TransferProtocol.UrlOffer offer)
    {
        var same = _state.Url == offer.Query.Url.AbsoluteUri && _state.OfferedSha256 == offer.Query.File?.Tag?.Sha256;
        _url = same ? null : offer;
        if (_state.IsVerified || (same && _state.IsActive))
            return;
        if (_flow is not null)
            StopSession();
        else if (_state.IsActive)
            EndQuietSession();
        else
            WantSlot();
    }

    private void OnLooked(Looked looked)
    {
        if (_url is not { } url || _state.Exists)
            return;
        if (looked.Fault is { } fault)
        {
            TransferLog.UrlNotFetched(_log, _id, url.From.ToString(), fault.Message);
            RefuseUrl(fault.Fault == FetchFault.Unacceptable ? StanzaError.NotAcceptable("that is not taken") : StanzaError.ItemNotFound("it could not be fetched"));
        }
        else if (looked.Found!.Size > url.Account.Settings.MaxSize)
        {
            RefuseUrl(StanzaError.NotAcceptable($"files of more than {url.Account.Settings.MaxSize} bytes are not taken"));
        }
        else
        {
            AcceptUrl(looked.Found.Name, looked.Found.Size);
        }
    }

    private void RefuseUrl(StanzaError error)
    {
        _url = null;
        AnswerUrl(IqAnswer.Error(error));
        SleepIfDone();
    }

    private void AcceptUrl(string name, long size)
    {
        var (account, query) = (_url!.Account, _url.Query);
        var accept = new TransferCommand.AcceptOffer(
            _id, account.Name, _url.From.Bare.ToString(), query.File?.Tag?.Id, name, size, query.File?.Date, null, account.Settings.Inbox!, query.Description)
        {
            Url = query.Url.AbsoluteUri,
            Sha256 = query.File?.Tag?.Sha256,
        };
        _url = null;
        Do(accept, "peer");
    }

    private TransferCommand.BeginSession BeginFetchSession() => new(TransferId.Random())
    {
        Url = _url?.Query.Url.AbsoluteUri ?? _state.Url,
        Sha256 = _url is { } url ? url.Query.File?.Tag?.Sha256 : _state.OfferedSha256,
        Why = "the sender offers a URL",
        Peer = _peerFull?.ToString(),
    };

    private void BeginFetching()
    {
        (_url, _digest, _md5) = (null, null, null);
        var (session, inbox, partial, size) = (_state.Session, _state.Inbox, PartialPath(_state.Inbox), _state.Size);
        Task.Run(() => Prepare(inbox, partial, size)).PipeTo(
            Self,
            Self,
            prepared => new FetchPrepared(session, prepared.Length, prepared.Fault is null ? null : Reason.DiskFull, prepared.Fault),
            error => new FetchPrepared(session, 0, Reason.InboxUnwritable, error.Message));
    }

    private void OnFetchPrepared(FetchPrepared prepared)
    {
        if (prepared.Reason is { } reason)
        {
            Do(new TransferCommand.Break(prepared.Session, reason, prepared.Fault, Math.Min(_state.Offset, prepared.OnDisk)), "session");
            return;
        }

        // What is here is built upon when something can tell that the rest belongs to it: the hash in the end, or the server now.
        var offset = FromOrchestrator || _state.Validator is not null ? Math.Min(_state.Offset, prepared.OnDisk) : 0;
        if (offset == _state.Size)
        {
            HashPartial(prepared.Session);
            return;
        }

        var plan = new FetchPlan(
            prepared.Session, new Uri(_state.Url!), _peerFull ?? Jid.Parse(_state.Peer), _state.Size, offset, _state.Validator, FromOrchestrator, _services.Fetcher);
        _negotiation = Context.Watch(Context.ActorOf(Props.Create(() => new FetchActor(plan)), $"negotiation-{prepared.Session}"));
    }

    private static IqAnswer UrlAnswer(TransferStatus status) => status switch
    {
        TransferStatus.Completed => IqAnswer.Result(),
        TransferStatus.Cancelled or TransferStatus.Declined => IqAnswer.Error(StanzaError.NotAcceptable($"this transfer is {status}")),
        _ => IqAnswer.Error(StanzaError.ItemNotFound($"this transfer is {status}")),
    };

    /// <summary>Answers who waits for the file; false: nobody does.</summary>
    private bool AnswerUrl(IqAnswer answer)
    {
        var waited = _urlAsker is not null;
        _urlAsker?.Tell(answer);
        _urlAsker = null;
        return waited;
    }

    private sealed record Looked(RemoteFile? Found, FetchException? Fault);

    private sealed record LookedAgain(IActorRef Asker, RemoteFile? Found, string? Fault);

    private sealed record FetchPrepared(int Session, long OnDisk, Reason? Reason, string? Fault);
}
