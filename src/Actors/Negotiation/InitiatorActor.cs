using System.Collections.Immutable;
using System.Diagnostics;
using System.Xml.Linq;
using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Proxies;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Sessions;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Connections;
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
    private ImmutableArray<Streamhost> _hosts = [];
    private long _proxyBegan;
    private long _stepBegan = Stopwatch.GetTimestamp();
    private NegotiationTrace _trace = NegotiationTrace.Empty;
    private string? _proxyNote;

    /// <summary>Begins at once.</summary>
    public InitiatorActor(InitiatorPlan plan)
    {
        _plan = plan;
        _peer = plan.Peer;
        _own = plan.Account.Settings.Xmpp.Jid;
        StartWith(Step.Discovering, new InitiatorNegotiation { Size = plan.File.Size, Streamhost = _own, Roads = plan.Roads, AnyResource = !plan.Peer.HasResource && !plan.Peer.IsDomain });
        foreach (var step in Enum.GetValues<Step>().Where(s => s != Step.Finished))
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
                var ours = received.StateData with { Streamhost = _own };
                if (resolved.Info is { } known)
                    return Advance(ours, Told(known));
                Ask(IqType.Get, DiscoInfo.Query());
                return Stay().Using(ours);
            case ListenerProtocol.Listening listening:
                _hosts = [.. listening.Addresses.Select(a => new Streamhost(_own, a.Host, a.Port))];
                FindProxies(received.StateData);
                return Stay();
            case ProxyProtocol.Found found:
                _proxyNote = found.Note;
                return OfferStreamhosts(received.StateData with { Untroubled = found.Untroubled }, found.Hosts);
            case StreamhostActor.Connected reached when received.StateData.At == Step.ReachingProxy:
                _stream?.Dispose();
                _stream = reached.Stream;
                return Advance(received.StateData, new Input.ProxyReached());
            case StreamhostActor.Failed failed when received.StateData.At == Step.ReachingProxy:
                _trace = _trace.Without(new FailedRoad(Road.S5bProxy, received.StateData.Proxy!.ToString(), failed.Detail));
                return TryProxyAddress(received.StateData.Proxy!, failed.Attempt + 1) ? Stay() : Advance(received.StateData, new Input.ProxyFailed(failed.Detail));
            case ListenerProtocol.StreamConnected connected when _stream is null && received.StateData.At == Step.Connecting:
                _stream = connected.Stream;
                return Advance(received.StateData, new Input.Connected());
            case AccountProtocol.InBandOpened opened when _stream is null && received.StateData.At == Step.OpeningInBand:
                _stream = opened.Stream;
                return Advance(received.StateData, new Input.InBandOpened());
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
        if (next.At != negotiation.At)
        {
            _trace = _trace.Spent(PhaseOf(negotiation.At), Stopwatch.GetElapsedTime(_stepBegan));
            _stepBegan = Stopwatch.GetTimestamp();
        }

        foreach (var effect in effects)
            Carry(effect, next);
        if (next.At != Step.Finished)
            return next.At == negotiation.At ? Stay().Using(next) : GoTo(next.At).Using(next);

        TellProxyHealth(negotiation, next);
        Context.Parent.Tell(new NegotiationEnded(_plan.Session, Outcome(next), Trace(next)));
        return Stop();
    }

    private void Carry(InitiatorNegotiation.Effect effect, InitiatorNegotiation next)
    {
        switch (effect)
        {
            case InitiatorNegotiation.Effect.OfferFile:
                Ask(IqType.Set, new SiOffer(_plan.Sid, null, _plan.File, next.Methods).ToXml());
                break;
            case InitiatorNegotiation.Effect.OfferStreamhosts:
                if (next.Offers(Road.S5bDirect))
                    _plan.Listener.Tell(new ListenerProtocol.Expect(DstAddr));
                else
                    FindProxies(next);
                break;
            case InitiatorNegotiation.Effect.OpenInBand:
                _plan.Account.Actor.Tell(new AccountProtocol.OpenInBand(_peer, _plan.Sid, _plan.StepTimeout));
                break;
            case InitiatorNegotiation.Effect.ReachProxy:
                _proxyBegan = Stopwatch.GetTimestamp();
                TryProxyAddress(next.Proxy!, 0);
                break;
            case InitiatorNegotiation.Effect.Activate:
                _plan.Account.Actor.Tell(new AccountProtocol.Ask(next.Proxy!, IqType.Set, new Activate(_plan.Sid, _peer).ToXml(), _plan.StepTimeout));
                break;
        }
    }

    private void FindProxies(InitiatorNegotiation negotiation)
    {
        if (negotiation.Offers(Road.S5bProxy))
            _plan.Proxies.Tell(new ProxyProtocol.Find(_plan.Account));
        else
            Self.Tell(new ProxyProtocol.Found([], [], null));
    }

    // In the order in which the peer is to try them (XEP-0065 §5.3.1).
    private State<Step, InitiatorNegotiation> OfferStreamhosts(InitiatorNegotiation negotiation, ImmutableArray<Streamhost> proxies)
    {
        var directFirst = _plan.Roads.Order.IndexOf(Road.S5bDirect) < _plan.Roads.Order.IndexOf(Road.S5bProxy);
        _hosts = directFirst ? _hosts.AddRange(proxies) : proxies.AddRange(_hosts);
        if (_hosts.IsEmpty)
            return Advance(negotiation, new Input.Refused(StanzaError.ItemNotFound("there is no streamhost to offer, no proxy can be used")));
        Ask(IqType.Set, new BytestreamOffer(_plan.Sid, _hosts).ToXml());
        return Stay().Using(negotiation with { Proxies = [.. proxies.Select(h => h.Jid)] });
    }

    // A proxy may have several addresses; they are tried in its order.
    private bool TryProxyAddress(Jid proxy, int attempt)
    {
        if (_hosts.Where(h => h.Jid == proxy).ElementAtOrDefault(attempt) is not { } host)
            return false;
        // Its address is our own server's word, or that of a proxy that we chose.
        var (dstAddr, guard, timeout) = (DstAddr, AddressGuard.Open, _plan.S5b.ConnectTimeout);
        Context.ActorOf(Props.Create(() => new StreamhostActor(attempt, host, dstAddr, guard, timeout)), $"streamhost-{attempt}");
        return true;
    }

    private void TellProxyHealth(InitiatorNegotiation before, InitiatorNegotiation ended)
    {
        if (ended.Proxy is not { } proxy)
            return;
        // The stream is counted as the parent's: it outlives us.
        if (ended.Failure is null)
            _plan.Proxies.Tell(new ProxyProtocol.Activated(proxy, Stopwatch.GetElapsedTime(_proxyBegan)), Context.Parent);
        else if (before.At is Step.ReachingProxy or Step.Activating && ended.Failure.Reason == Transfers.Reason.ProxyFailed)
            _plan.Proxies.Tell(new ProxyProtocol.Failed(proxy, ended.Failure.Detail));
    }

    private NegotiationOutcome Outcome(InitiatorNegotiation ended)
    {
        if (ended.Failure is { } failure)
            return _proxyNote is null ? failure : failure with { Detail = $"{failure.Detail}; {_proxyNote}" };
        if (ended.NothingToSend)
            return new NegotiationOutcome.NothingToSend(_peer);

        var stream = ended.IsOutOfBand ? Stream.Null : _stream!;
        _stream = null;
        return new NegotiationOutcome.Connected(stream, ended.Road, ended.Range, _peer, ended.PeerConfirms, ended.Proxy, AnotherProxyMayDo: ended.AnotherProxyMayDo);
    }

    private NegotiationTrace Trace(InitiatorNegotiation ended) => _trace.Without(ended.Failure?.Roads ?? [], ended.Failure?.Detail ?? "") with
    {
        Peer = _peer.HasResource || _peer.IsDomain ? _peer.ToString() : null,
        Confirms = ended.Methods.IsEmpty && !ended.IsOutOfBand ? null : ended.PeerConfirms,
        Proxy = ended.Proxy?.ToString(),
    };

    private static Phase PhaseOf(Step step) => step switch
    {
        Step.Discovering => Phase.Discover,
        Step.Offering => Phase.Offer,
        Step.Activating => Phase.Activate,
        _ => Phase.Connect,
    };

    private static Input Understand(Step step, AccountProtocol.Answered answered)
    {
        try
        {
            if (step == Step.Activating)
                return new Input.Activated();
            if (answered.Payload is not { } payload)
                return new Input.Nonsense("the answer is empty");
            switch (step)
            {
                case Step.Discovering:
                    return Told(DiscoInfo.Parse(payload));
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

    private static Input.PeerAnswered Told(DiscoInfo info) => new(
        info.Supports(Ns.StreamInitiation) && info.Supports(Ns.FileTransfer),
        info.Supports(Ns.Bytestreams),
        info.Supports(Ns.InBandBytestreams),
        info.Supports(Ns.Transfer),
        info.Supports(Ns.OutOfBandData));

    private string DstAddr => BytestreamDigest.Compute(_plan.Sid, _own, _peer);

    private void Ask(IqType type, XElement payload) =>
        _plan.Account.Actor.Tell(new AccountProtocol.Ask(_peer, type, payload, _plan.StepTimeout));
}
