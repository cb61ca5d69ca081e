using Akka.Actor;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Hashing;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Actors.Transfers;

// The receiver's part once every byte is here: the hash, the move into place, the receipt.
public sealed partial class TransferActor
{
    private TransferDigest? _digest;
    private string? _md5;
    private bool _moving;

    private void Verifying()
    {
        Command<PartialHashed>(hashed => hashed.Session == _state.Session, hashed =>
        {
            if (hashed.Sha256 is { } sha256)
            {
                _md5 = hashed.Md5;
                Do(new TransferCommand.FinishBytes(hashed.Session, sha256), "session");
            }
            else
            {
                Do(new TransferCommand.Break(hashed.Session, Reason.InboxUnwritable, hashed.Fault, 0), "session");
            }
        });
        Command<Moved>(OnMoved);
        Command<MoveAgain>(_ => MoveIntoPlace(_state.Path));
    }

    // Every byte is here already; the partial of an empty file may not exist yet.
    private void HashPartial(int session)
    {
        _hashing = new CancellationTokenSource();
        var (path, size, stop) = (PartialPath(_state.Inbox), _state.Size, _hashing.Token);
        Task.Run(async () =>
        {
            using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write))
                file.SetLength(size);
            return await FileHasher.HashAsync(path, size, md5: false, stop);
        }).PipeTo(Self, Self, hash => new PartialHashed(session, hash.Sha256, hash.Md5, null), error => new PartialHashed(session, null, null, error.Message));
    }

    private void AwaitDigest()
    {
        if (_next is not null)
        {
            EndQuietSession();
            return;
        }

        if (FromOrchestrator && ExpectedSha256 is null)
            Timers.StartSingleTimer(ConfirmTimer, new ConfirmTimedOut(_state.Session), Settings.ConfirmTimeout);
        VerifyBytes();
    }

    private void OnDigest(TransferDigest digest, Jid from)
    {
        _peerFull = from;
        if (digest.Size != _state.Size)
        {
            Sender.Tell(IqAnswer.Error(StanzaError.Conflict("the size is not the offered one")));
        }
        else if (_state.Status == TransferStatus.Completed)
        {
            var same = digest.Sha256 == _state.Sha256;
            Sender.Tell(same ? IqAnswer.Result() : IqAnswer.Error(StanzaError.Conflict("the file that was received has another hash")));
            if (same)
                SendReceipt();
        }
        else if (_state.IsActive)
        {
            _digest = digest;
            Sender.Tell(IqAnswer.Result());
            VerifyBytes();
        }
        else
        {
            Sender.Tell(IqAnswer.Error(StanzaError.UnexpectedRequest("no session of this transfer is under way")));
        }
    }

    private void VerifyBytes()
    {
        if (_state.Status != TransferStatus.Verifying || _state.IsVerified || (FromOrchestrator && ExpectedSha256 is null))
            return;
        var (expected, actual) = FromOrchestrator ? (ExpectedSha256, _state.Sha256) : (_state.Md5, _state.Md5 is null ? null : _md5);
        if (expected == actual)
        {
            ChooseTarget();
            return;
        }

        TellPeer(new TransferAbandon(_state.SharedId ?? "", AbandonReason.HashMismatch).ToXml(), "abandon");
        Do(new TransferCommand.Break(_state.Session, Reason.HashMismatch, $"expected {expected}, got {actual}; the bytes are thrown away", 0), "session");
    }

    private void ChooseTarget()
    {
        Timers.Cancel(ConfirmTimer);
        try
        {
            Do(new TransferCommand.Verify(InboxFolder.ChooseTarget(_state.Name)), "session");
        }
        catch (IOException e)
        {
            Do(new TransferCommand.Break(_state.Session, Reason.InboxUnwritable, e.Message, _state.Size), "session");
        }
    }

    private void MoveIntoPlace(string target, bool recovering = false)
    {
        _moving = true;
        var (inbox, partial) = (InboxFolder, PartialPath(_state.Inbox));
        // After a start, a partial that is gone was moved before the daemon died; a bot may even have taken the file away since.
        Task.Run(() => (recovering && !File.Exists(partial)) || inbox.Publish(partial, target)).PipeTo(
            Self,
            Self,
            done => new Moved(done, null),
            error => !File.Exists(partial) && File.Exists(target) ? new Moved(true, null) : new Moved(false, error.Message));
    }

    private void OnMoved(Moved moved)
    {
        _moving = false;
        if (!_state.IsVerified || _state.IsFinal)
            SleepIfDone();
        else if (moved.Fault is not null && PartialLength() == _state.Size)
            PutOffMove(moved.Fault);
        else if (moved.Fault is not null)
            Do(new TransferCommand.Break(_state.Session, Reason.InboxUnwritable, moved.Fault, 0), "session");
        else if (moved.Done)
            Do(new TransferCommand.Complete(FromOrchestrator || _state.Md5 is not null ? "hash" : "size"), "session");
        else
            ChooseTarget();
    }

    // Every byte is here and right: nobody need send it again, only the inbox must be mended.
    private void PutOffMove(string fault)
    {
        TransferLog.MovePutOff(_log, _id, fault);
        Do(new TransferCommand.PutOff(Reason.InboxUnwritable, fault), "session");
        if (_shuttingDown)
            Context.Stop(Self);
        else
            Timers.StartSingleTimer(RetryTimer, new MoveAgain(), Settings.Retry.MaxBackoff);
    }

    private void SendReceipt() => TellPeer(new TransferReceipt(_state.SharedId ?? "", _state.Size, _state.Sha256!).ToXml(), "receipt");

    private sealed record PartialHashed(int Session, string? Sha256, string? Md5, string? Fault);

    private sealed record Moved(bool Done, string? Fault);

    private sealed record MoveAgain;
}
