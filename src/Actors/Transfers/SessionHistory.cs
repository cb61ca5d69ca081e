using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Negotiation;

namespace Orchestrator.Actors.Transfers;

/// <summary>What is kept of a transfer's last sessions. Pure.</summary>
internal static class SessionHistory
{
    /// <summary>So many sessions are kept; the journal has the others.</summary>
    public const int Kept = 20;

    /// <summary>The sessions after an event.</summary>
    public static ImmutableArray<SessionView> After(TransferState before, TransferEvent happened) => happened switch
    {
        SessionStarted e => (before.History.Length < Kept ? before.History : before.History.RemoveAt(0))
            .Add(new SessionView { Number = e.Session, StartedAt = e.At, Why = e.Why, Peer = e.Peer }),
        StreamingStarted e => Last(before, s => s.With(e.Negotiated) with { Road = e.Road, FromOffset = e.Offset }),
        Checkpointed e => Last(before, s => s with { ToOffset = e.Offset }),
        BytesDone e => Last(before, s => Spent(before, e.At, s.With(e.Negotiated)) with { ToOffset = s.FromOffset is null ? null : before.Size }),
        Interrupted e => End(before, e.At, s => s.With(e.Negotiated) with { Reason = e.Reason, Detail = e.Detail, ToOffset = s.FromOffset is null ? null : e.Offset }),
        Ended e => End(before, e.At, s => s.With(e.Negotiated) with { Reason = e.Reason, Detail = e.Detail, ToOffset = s.FromOffset is null ? null : e.Offset ?? s.ToOffset }),
        Paused e => End(before, e.At, s => s with { Reason = Reason.Paused.Code }),
        Completed e => End(before, e.At, s => s),
        _ => before.History,
    };

    private static ImmutableArray<SessionView> Last(TransferState before, Func<SessionView, SessionView> change) =>
        before.History is [.., var last] ? before.History.SetItem(before.History.Length - 1, change(last)) : before.History;

    private static ImmutableArray<SessionView> End(TransferState before, DateTimeOffset at, Func<SessionView, SessionView> change) =>
        before.IsActive ? Last(before, s => Spent(before, at, change(s)) with { EndedAt = at }) : before.History;

    // The phases of the negotiation are told with the event that ends it; the others last from event to event.
    private static SessionView Spent(TransferState before, DateTimeOffset at, SessionView session) => before switch
    {
        { Status: TransferStatus.Streaming, PhaseBegan: { } began } => session with { Phases = session.Phases.Plus(Phase.Stream, at - began) },
        { Status: TransferStatus.Verifying, PhaseBegan: { } began } => session with { Phases = session.Phases.Plus(Phase.Verify, at - began) },
        _ => session,
    };

    private static SessionView With(this SessionView session, NegotiationTrace? trace) => trace is null ? session : session with
    {
        Peer = trace.Peer ?? session.Peer,
        Proxy = trace.Proxy,
        Failed = trace.Failed,
        Phases = trace.Phases,
    };
}
