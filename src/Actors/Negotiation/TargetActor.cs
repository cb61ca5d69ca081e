using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Sessions;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Connections;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.InBand;
using Effect = Orchestrator.Actors.Negotiation.TargetNegotiation.Effect;
using Input = Orchestrator.Actors.Negotiation.TargetNegotiation.Input;
using Step = Orchestrator.Actors.Negotiation.TargetNegotiation.Step;

namespace Orchestrator.Actors.Negotiation;

/// <summary>
/// Carries out the receiver's side of one session: answers the bytestream offer and runs the attempts as children. Tells its
/// parent one <see cref="NegotiationEnded"/>, then stops.
/// </summary>
public sealed class TargetActor : FSM<Step, TargetNegotiation>
{
    private const string StaggerTimer = "stagger";
    private const string StepTimer = "step";
    private readonly TargetPlan _plan;
    private readonly AddressGuard _guard;
    private ImmutableArray<Streamhost> _hosts = [];
    private string _dstAddr = "";
    private IActorRef? _offerer;
    private IActorRef? _opener;
    private readonly Dictionary<int, Stream> _opened = [];
    private Stream? _inBand;
    private string _lastFailure = "";
    private long _stepBegan = Stopwatch.GetTimestamp();
    private NegotiationTrace _trace = NegotiationTrace.Empty;

    /// <summary>Begins at once; whoever makes it lets the account route the stream's IQs to it.</summary>
    public TargetActor(TargetPlan plan)
    {
        _plan = plan;
        _guard = StreamhostAddresses.GuardOf(plan.S5b);
        StartWith(Step.AwaitingStreamhosts, new TargetNegotiation { MayFallBack = MayUseInBand && !plan.SenderDigests });
        foreach (var step in Enum.GetValues<Step>().Where(s => s != Step.Finished))
            When(step, On);
        OnTermination(_ => Close(except: null));
        Initialize();
        BeginStep();
    }

    // An attempt never restarts: its failure is an answer.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private State<Step, TargetNegotiation> On(Event<TargetNegotiation> received)
    {
        switch (received.FsmEvent)
        {
            case AccountProtocol.Incoming { Payload.Name: var name } incoming when name == IbbOpen.ElementName:
                OpenInBand(incoming);
                return Stay();
            case AccountProtocol.InBandOpened opened when _inBand is null:
                _inBand = opened.Stream;
                _opener!.Tell(IqAnswer.Result());
                return Advance(received.StateData, new Input.InBandOpened());
            case AccountProtocol.Incoming incoming:
                return Offered(received.StateData, incoming);
            case StreamhostActor.Connected connected when _opened.TryAdd(connected.Attempt, connected.Stream):
                return Advance(received.StateData, new Input.Connected(connected.Attempt));
            case StreamhostActor.Failed failed:
                _lastFailure = failed.Detail;
                _trace = _trace.Without(new FailedRoad(RoadTo(failed.Attempt), _hosts[failed.Attempt].Jid.ToString(), failed.Detail));
                return Advance(received.StateData, new Input.AttemptFailed(failed.Attempt));
            case Input input:
                return Advance(received.StateData, input);
            default:
                (received.FsmEvent as ICarriesStream)?.Stream.Dispose();
                return Stay();
        }
    }

    private void OpenInBand(AccountProtocol.Incoming incoming)
    {
        try
        {
            var open = IbbOpen.Parse(incoming.Payload);
            if (!MayUseInBand)
                Sender.Tell(IqAnswer.Error(StanzaError.NotAcceptable("in-band bytestreams are not allowed here")));
            else if (_opener is not null)
                Sender.Tell(IqAnswer.Error(StanzaError.UnexpectedRequest("this stream was opened already")));
            else
            {
                _opener = Sender;
                _plan.Account.Actor.Tell(new AccountProtocol.AcceptInBand(_plan.Sender, _plan.Sid, open.BlockSize));
            }
        }
        catch (StanzaErrorException e)
        {
            Sender.Tell(IqAnswer.Error(e.Error));
        }
    }

    private State<Step, TargetNegotiation> Offered(TargetNegotiation negotiation, AccountProtocol.Incoming incoming)
    {
        try
        {
            var offer = BytestreamOffer.Parse(incoming.Payload);
            var first = negotiation.At == Step.AwaitingStreamhosts;
            var offerer = _offerer;
            _offerer = Sender;
            if (first)
                (_hosts, _dstAddr) = (Ordered(offer.Streamhosts), offer.DstAddr ?? BytestreamDigest.Compute(_plan.Sid, _plan.Sender, _plan.Receiver));
            var next = Advance(negotiation, new Input.StreamhostsOffered([.. _hosts.Select(h => h.Jid)], offer.Mode == BytestreamMode.Tcp));
            _offerer = first ? _offerer : offerer;
            return next;
        }
        catch (StanzaErrorException e)
        {
            Sender.Tell(IqAnswer.Error(e.Error));
            return Stay();
        }
    }

    private State<Step, TargetNegotiation> Advance(TargetNegotiation negotiation, Input input)
    {
        var (next, effects) = negotiation.Next(input);
        if (next.At != negotiation.At)
        {
            _trace = _trace.Spent(negotiation.At == Step.AwaitingStreamhosts ? Phase.Offer : Phase.Connect, Stopwatch.GetElapsedTime(_stepBegan));
            _stepBegan = Stopwatch.GetTimestamp();
        }

        foreach (var effect in effects)
            Carry(effect);
        if (next.At == negotiation.At)
            return Stay().Using(next);
        if (next.At != Step.Finished)
        {
            BeginStep();
            return GoTo(next.At).Using(next);
        }

        Context.Parent.Tell(new NegotiationEnded(_plan.Session, Outcome(next), Trace(next)));
        return Stop();
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case Effect.Try t:
                var dstAddr = _dstAddr;
                var (host, guard, timeout) = (_hosts[t.Attempt], _guard, _plan.S5b.ConnectTimeout);
                Context.ActorOf(Props.Create(() => new StreamhostActor(t.Attempt, host, dstAddr, guard, timeout)), $"streamhost-{t.Attempt}");
                SetTimer(StaggerTimer, new Input.Stagger(), _plan.S5b.Stagger, repeat: false);
                break;
            case Effect.AwaitBetter:
                SetTimer(StaggerTimer, new Input.Stagger(), _plan.S5b.Stagger, repeat: false);
                break;
            case Effect.AnswerUsed used:
                _offerer!.Tell(IqAnswer.Result(new StreamhostUsed(_plan.Sid, _hosts[used.Attempt].Jid).ToXml()));
                break;
            // Why is for our own eyes: a stranger is not told what stands behind an address that it named.
            case Effect.AnswerNoneReached:
                _offerer!.Tell(IqAnswer.Error(StanzaError.ItemNotFound("no streamhost could be reached")));
                break;
            case Effect.AnswerNotAcceptable:
                _offerer!.Tell(IqAnswer.Error(StanzaError.NotAcceptable("only TCP bytestreams are supported")));
                break;
            case Effect.AnswerAlready:
                _offerer!.Tell(IqAnswer.Error(StanzaError.UnexpectedRequest("streamhosts of this stream were offered already")));
                break;
        }
    }

    // The whole of a step has one budget, whatever the peer sends meanwhile.
    private void BeginStep() => SetTimer(StepTimer, new Input.TimedOut(), _plan.StepTimeout, repeat: false);

    // Direct ones first, else as they are offered. An Orchestrator's order is meant as it is: it knows what failed lately.
    private ImmutableArray<Streamhost> Ordered(ImmutableArray<Streamhost> offered) =>
    [
        .. offered.Where(h => RoadPlan.Allows(_plan.Roads, RoadTo(h))).DistinctBy(h => (h.Host.ToLowerInvariant(), h.Port)).OrderBy(h => !_plan.SenderDigests && h.Jid != _plan.Sender),
    ];

    private void Close(Stream? except)
    {
        foreach (var stream in _opened.Values.Append(_inBand).Where(s => s is not null && s != except))
            stream!.Dispose();
        _opened.Clear();
        _inBand = null;
    }

    private NegotiationOutcome Outcome(TargetNegotiation ended)
    {
        if (ended.Failure is { } failure)
            return _lastFailure.Length > 0 ? failure with { Detail = $"{failure.Detail}; the last one: {_lastFailure}" } : failure;

        var stream = ended.IsInBand ? _inBand! : _opened[ended.Winner!.Value];
        Close(except: stream);
        var road = ended.IsInBand ? Road.Ibb : RoadTo(ended.Winner!.Value);
        return new NegotiationOutcome.Connected(stream, road, _plan.Range, _plan.Sender, _plan.SenderDigests);
    }

    private NegotiationTrace Trace(TargetNegotiation ended) => _trace with
    {
        Peer = _plan.Sender.ToString(),
        Confirms = _plan.SenderDigests,
        Proxy = ended.Winner is { } winner && RoadTo(winner) == Road.S5bProxy ? _hosts[winner].Jid.ToString() : null,
    };

    private bool MayUseInBand => RoadPlan.Allows(_plan.Roads, Road.Ibb);

    private string RoadTo(int attempt) => RoadTo(_hosts[attempt]);

    private string RoadTo(Streamhost host) => host.Jid == _plan.Sender ? Road.S5bDirect : Road.S5bProxy;
}
