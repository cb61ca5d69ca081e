using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Actors.Transfers;

// The words that two Orchestrators exchange about a transfer: digest, receipt, abandon.
public sealed partial class TransferActor
{
    private bool _told;

    private void OnPeerWord(TransferProtocol.PeerWord word)
    {
        var iq = word.Iq;
        try
        {
            if (!_state.Exists || !Jid.TryParse(_state.Peer, out var peer, out _) || peer.Bare != iq.From.Bare)
                Sender.Tell(IqAnswer.Error(StanzaError.ItemNotFound("no such transfer between us")));
            else if (iq.Payload.Name == TransferAbandon.ElementName)
                OnAbandon(TransferAbandon.Parse(iq.Payload));
            else if (iq.Payload.Name == TransferDigest.ElementName && !IsOutgoing)
                OnDigest(TransferDigest.Parse(iq.Payload), iq.From);
            else if (iq.Payload.Name == TransferReceipt.ElementName && IsOutgoing)
                OnReceipt(TransferReceipt.Parse(iq.Payload));
            else
                Sender.Tell(IqAnswer.Error(StanzaError.FeatureNotImplemented()));
        }
        catch (StanzaErrorException e)
        {
            Sender.Tell(IqAnswer.Error(e.Error));
        }

        SleepIfDone();
    }

    private void OnAbandon(TransferAbandon abandon)
    {
        Sender.Tell(IqAnswer.Result());
        if (abandon.Reason == AbandonReason.Cancelled)
            Do(new TransferCommand.CallOff(Reason.CancelledByPeer, "the peer called it off"), "peer");
        else if (IsOutgoing && _state.Status == TransferStatus.Verifying)
            Do(new TransferCommand.Break(_state.Session, Reason.HashMismatch, "the receiver's bytes had another hash", 0), "peer", BlameRoad);
    }

    /// <summary>Sends an IQ in our namespace, when the peer knows it; the answer comes as <see cref="Told"/>.</summary>
    private bool TellPeer(System.Xml.Linq.XElement payload, string what)
    {
        if (_state.SharedId is null || _peerFull is null || !_services.Accounts.TryGetValue(_state.Account, out var account))
            return false;
        _told = true;
        var session = _state.Session;
        account.Actor.Ask<object>(new AccountProtocol.Ask(_peerFull, IqType.Set, payload, Settings.NegotiationTimeout), Settings.NegotiationTimeout + TimeSpan.FromSeconds(5))
            .PipeTo(Self, Self, answer => new Told(what, session, answer), error => new Told(what, session, new AccountProtocol.Unanswered(false, error.Message)));
        return true;
    }

    private void OnTold(Told told)
    {
        _told = false;
        if (told.What == "digest" && told.Session == _state.Session && _state.Status == TransferStatus.Verifying && told.Answer is not (AccountProtocol.Answered or AccountProtocol.Unanswered { IsOffline: true }))
        {
            // A receiver whose stream ended too soon has no session any more.
            var (reason, detail) = told.Answer is AccountProtocol.Refused refused
                ? (refused.Error.Condition == "unexpected-request" ? Reason.StreamBroken : Reason.ConfirmTimeout, refused.Error.ToString())
                : (Reason.ConfirmTimeout, ((AccountProtocol.Unanswered)told.Answer).Detail);
            Do(new TransferCommand.Break(told.Session, reason, $"the receiver did not take the hash: {detail}", _state.Offset), "session", () =>
            {
                // Who is not there any more says nothing of the road.
                if (reason == Reason.StreamBroken)
                    BlameRoad();
            });
        }

        SleepIfDone();
    }

    private sealed record Told(string What, int Session, object Answer);
}
