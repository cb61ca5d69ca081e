using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Sessions;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.StreamInitiation;
using Input = Orchestrator.Actors.Negotiation.InitiatorNegotiation.Input;
using Step = Orchestrator.Actors.Negotiation.InitiatorNegotiation.Step;

namespace Orchestrator.Actors.Negotiation;

/// <summary>
/// Carries out the sender's side of one session: turns answers into inputs of <see cref="InitiatorNegotiation"/> and its
/// effects into IQs. Tells its parent one <see cref="NegotiationEnded"/>, then stops.
/// </summary>
public sealed class InitiatorActor : FSM<Step, InitiatorNegotiation>
{
    private readonly InitiatorPlan _plan;
    private Jid _peer;
    private Jid _own;
    private Stream? _stream;

    /// <summary>Begins at once.</summary>
    public InitiatorActor(InitiatorPlan plan)
    {
        _plan = plan;
        _peer = plan.Peer;
        _own = plan.Account.Settings.Xmpp.Jid;
        StartWith(Step.Discovering, new InitiatorNegotiation { Size = plan.File.Size, Streamhost = _own });
        foreach (var step in new[] { Step.Discovering, Step.Offering, Step.Connecting })
            When(step, On, plan.StepTimeout);
        OnTermination(_ => _stream?.Dispose());
        Initialize();
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        _plan.Account.Actor.Tell(new AccountProtocol.ResolvePeer(_plan.Peer));
    }

    private State<Step, InitiatorNegotiation> On(Event<InitiatorNegotiation> received)
    {
        switch (received.FsmEvent)
        {
            case AccountProtocol.PeerResolved resolved:
                (_peer, _own) = (resolved.Peer, resolved.Own);
                Ask(IqType.Get, DiscoInfo.Query());
                return Stay().Using(received.StateData with { Streamhost = _own });
            case ListenerProtocol.Listening listening:
                var hosts = listening.Addresses.Select(a => new Streamhost(_own, a.Host, a.Port));
                Ask(IqType.Set, new BytestreamOffer(_plan.Sid, [.. hosts]).ToXml());
                return Stay();
            case ListenerProtocol.StreamConnected connected when _stream is null:
                _stream = connected.Stream;
                return Advance(received.StateData, new Input.Connected());
            case AccountProtocol.Answered answered:
                return Advance(received.StateData, Understand(received.StateData.At, answered));
            case AccountProtocol.Refused refused:
                return Advance(received.StateData, new Input.Refused(refused.Error));
            case AccountProtocol.Unanswered unanswered:
                return Advance(received.StateData, unanswered.IsOffline ? new Input.Offline(unanswered.Detail) : new Input.TimedOut());
            case StateTimeout:
                return Advance(received.StateData, new Input.TimedOut());
            default:
                (received.FsmEvent as ICarriesStream)?.Stream.Dispose();
                return Stay();
        }
    }

    private State<Step, InitiatorNegotiation> Advance(InitiatorNegotiation negotiation, Input input)
    {
        var (next, effects) = negotiation.Next(input);
        foreach (var effect in effects)
            Carry(effect);
        if (next.At != Step.Finished)
            return next.At == negotiation.At ? Stay().Using(next) : GoTo(next.At).Using(next);

        Context.Parent.Tell(new NegotiationEnded(_plan.Session, Outcome(next)));
        return Stop();
    }

    private void Carry(InitiatorNegotiation.Effect effect)
    {
        switch (effect)
        {
            case InitiatorNegotiation.Effect.OfferFile:
                Ask(IqType.Set, new SiOffer(_plan.Sid, null, _plan.File, [Ns.Bytestreams.NamespaceName]).ToXml());
                break;
            case InitiatorNegotiation.Effect.OfferStreamhosts:
                _plan.Listener.Tell(new ListenerProtocol.Expect(BytestreamDigest.Compute(_plan.Sid, _own, _peer)));
                break;
        }
    }

    private NegotiationOutcome Outcome(InitiatorNegotiation ended)
    {
        if (ended.Failure is not null)
            return ended.Failure;
        if (ended.NothingToSend)
            return new NegotiationOutcome.NothingToSend(_peer);

        var stream = _stream!;
        _stream = null;
        return new NegotiationOutcome.Connected(stream, Roads.S5bDirect, ended.Range, _peer, ended.PeerConfirms);
    }

    private static Input Understand(Step step, AccountProtocol.Answered answered)
    {
        try
        {
            if (answered.Payload is not { } payload)
                return new Input.Nonsense("the answer is empty");
            switch (step)
            {
                case Step.Discovering:
                    var info = DiscoInfo.Parse(payload);
                    return new Input.PeerAnswered(
                        info.Supports(Ns.StreamInitiation) && info.Supports(Ns.FileTransfer),
                        info.Supports(Ns.Bytestreams),
                        info.Supports(Ns.Transfer));
                case Step.Offering:
                    var answer = SiAnswer.Parse(payload);
                    return new Input.OfferAccepted(answer.StreamMethod, answer.Range?.Offset ?? 0, answer.Range?.Length);
                default:
                    return new Input.StreamhostUsed(StreamhostUsed.Parse(payload).Jid);
            }
        }
        catch (StanzaErrorException e)
        {
            return new Input.Nonsense($"the answer makes no sense: {e.Error}");
        }
    }

    private void Ask(IqType type, System.Xml.Linq.XElement payload) =>
        _plan.Account.Actor.Tell(new AccountProtocol.Ask(_peer, type, payload, _plan.StepTimeout));
}
