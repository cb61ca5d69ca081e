using System.Diagnostics;
using Akka.Actor;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Sessions;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Http;

namespace Orchestrator.Actors.Negotiation;

/// <summary>Asks the server of a URL for the bytes that are missing. Tells its parent one <see cref="NegotiationEnded"/>, then stops.</summary>
public sealed class FetchActor : ReceiveActor
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly FetchPlan _plan;
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Begins at once.</summary>
    public FetchActor(FetchPlan plan)
    {
        _plan = plan;
        Receive<Opened>(opened => End(new NegotiationOutcome.Connected(
            opened.Stream, Road.Oob, new ByteRange(opened.Range.Offset, plan.Size - opened.Range.Offset), plan.Sender, plan.SenderConfirms, Validator: opened.Range.Validator)));
        Receive<NegotiationOutcome.Failed>(End);
    }

    // A bytestream that comes too late is closed where dead letters end.
    private sealed record Opened(FetchedRange Range) : ICarriesStream
    {
        public Stream Stream => Range.Body;
    }

    /// <inheritdoc/>
    protected override void PreStart() => _plan.Fetcher
        .OpenAsync(_plan.Url, _plan.Size, _plan.Offset, _plan.Validator, _stopped.Token)
        .PipeTo(Self, Self, range => new Opened(range), Failure);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private NegotiationOutcome.Failed Failure(Exception e) => (e is AggregateException { InnerException: { } inner } ? inner : e) switch
    {
        // Another Orchestrator comes with another URL, or by another road.
        FetchException fetch when fetch.Fault == FetchFault.Unreachable || _plan.SenderConfirms => new(Reason.FetchFailed, fetch.Message),
        FetchException { Fault: FetchFault.Changed } changed => new(Reason.SourceChanged, changed.Message),
        FetchException refused => new(Reason.UrlRefused, refused.Message),
        var other => new(Reason.Unknown, other.Message),
    };

    private void End(NegotiationOutcome outcome)
    {
        var trace = (NegotiationTrace.Empty with { Peer = _plan.Sender.ToString(), Confirms = _plan.SenderConfirms }).Spent(Phase.Connect, Stopwatch.GetElapsedTime(_began));
        if (outcome is NegotiationOutcome.Failed failed)
            trace = trace.Without([Road.Oob], failed.Detail);
        Context.Parent.Tell(new NegotiationEnded(_plan.Session, outcome, trace));
        Context.Stop(Self);
    }
}
