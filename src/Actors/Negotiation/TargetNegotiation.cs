using System.Collections.Immutable;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Negotiation;

/// <summary>
/// The receiver's side of one session after the offer was accepted, as a pure machine: await the streamhosts, try them in
/// order with a stagger, use the first that answers, or one that stands before it and answers within a stagger more.
/// </summary>
/// <remarks>
/// <code>
/// AwaitingStreamhosts --offer--> Trying --first attempt that connects--> Finished
///          |                        |   \--none left--> AwaitingFallback    ^
///          |                        |                          |           |
///          +------------------------+--------------------------+-- in-band bytestream, silence
/// </code>
/// Attempts are known by their place in the offer, from 0.
/// </remarks>
public sealed record TargetNegotiation
{
    /// <summary>The steps, in order.</summary>
    public enum Step
    {
        /// <summary>The sender's streamhosts are awaited.</summary>
        AwaitingStreamhosts,

        /// <summary>Attempts are under way.</summary>
        Trying,

        /// <summary>No streamhost could be reached; some senders open an in-band bytestream of the same id then.</summary>
        AwaitingFallback,

        /// <summary>There is an outcome.</summary>
        Finished,
    }

    /// <summary>The sender may open an in-band bytestream after its streamhosts have failed.</summary>
    public bool MayFallBack { get; init; }

    /// <summary>The bytes come in-band.</summary>
    public bool IsInBand { get; init; }

    /// <summary>Where it is.</summary>
    public Step At { get; init; } = Step.AwaitingStreamhosts;

    /// <summary>Whose streamhosts were offered, in the order in which they are tried.</summary>
    public ImmutableArray<Jid> Hosts { get; init; } = [];

    /// <summary>How many attempts were begun: those of the first so many places.</summary>
    public int Started { get; init; }

    /// <summary>The attempts that failed.</summary>
    public ImmutableHashSet<int> Failed { get; init; } = [];

    /// <summary>The attempts that got through, while one that stands before them is awaited.</summary>
    public ImmutableSortedSet<int> Answered { get; init; } = [];

    /// <summary>The attempt that won.</summary>
    public int? Winner { get; init; }

    /// <summary>The failure to report once <see cref="At"/> is <see cref="Step.Finished"/>; null: success.</summary>
    public NegotiationOutcome.Failed? Failure { get; init; }

    /// <summary>What can happen.</summary>
    public abstract record Input
    {
        private Input()
        {
        }

        /// <summary>The sender offers usable streamhosts of these JIDs, the best first.</summary>
        public sealed record StreamhostsOffered(ImmutableArray<Jid> Hosts, bool IsTcp) : Input;

        /// <summary>The stagger is over: time for the next one beside those under way, or for the one that got through.</summary>
        public sealed record Stagger : Input;

        /// <summary>An attempt got through the SOCKS5 handshake.</summary>
        public sealed record Connected(int Attempt) : Input;

        /// <summary>An attempt failed.</summary>
        public sealed record AttemptFailed(int Attempt) : Input;

        /// <summary>An in-band bytestream stands.</summary>
        public sealed record InBandOpened : Input;

        /// <summary>The time for this step is over.</summary>
        public sealed record TimedOut : Input;
    }

    /// <summary>What is to be done.</summary>
    public abstract record Effect
    {
        private Effect()
        {
        }

        /// <summary>Begin the attempt, and the stagger anew.</summary>
        public sealed record Try(int Attempt) : Effect;

        /// <summary>Begin the stagger anew: one got through, and one that stands before it may yet.</summary>
        public sealed record AwaitBetter : Effect;

        /// <summary>Tell the sender which streamhost is used; stop the other attempts.</summary>
        public sealed record AnswerUsed(int Attempt) : Effect;

        /// <summary>Tell the sender that none could be reached (item-not-found, XEP-0065 §5.3.2).</summary>
        public sealed record AnswerNoneReached : Effect;

        /// <summary>Tell the sender that this is not acceptable.</summary>
        public sealed record AnswerNotAcceptable : Effect;

        /// <summary>Tell the sender that streamhosts had been offered already.</summary>
        public sealed record AnswerAlready : Effect;
    }

    /// <summary>The next state, and what is to be done. What does not fit the step changes nothing.</summary>
    public (TargetNegotiation Next, ImmutableArray<Effect> Effects) Next(Input input) => (At, input) switch
    {
        (Step.AwaitingStreamhosts, Input.StreamhostsOffered { IsTcp: false }) =>
            Fail(Reason.BytestreamRefused, "the sender wants a UDP bytestream", new Effect.AnswerNotAcceptable()),
        (Step.AwaitingStreamhosts, Input.StreamhostsOffered { Hosts.Length: < 1 }) =>
            NoneLeft(Reason.NoStreamhost, "the sender offers no streamhost that can be used"),
        (Step.AwaitingStreamhosts, Input.StreamhostsOffered o) =>
            (this with { At = Step.Trying, Hosts = o.Hosts, Started = 1 }, [new Effect.Try(0)]),
        // Whoever opens in-band while its streamhosts are tried has given those up; its question is answered all the same.
        (not Step.Finished, Input.InBandOpened) => (this with { At = Step.Finished, IsInBand = true }, At == Step.Trying ? [new Effect.AnswerNoneReached()] : []),
        (_, Input.StreamhostsOffered) => (this, [new Effect.AnswerAlready()]),
        (Step.Trying, Input.Stagger) => Answered.IsEmpty ? TryNext() : Use(),
        (Step.Trying, Input.Connected c) when IsUnderWay(c.Attempt) =>
            (this with { Answered = Answered.Add(c.Attempt) }).AfterAnswer(isFirst: Answered.IsEmpty),
        (Step.Trying, Input.AttemptFailed f) when IsUnderWay(f.Attempt) => (this with { Failed = Failed.Add(f.Attempt) }).AfterFailure(),
        (Step.AwaitingStreamhosts, Input.TimedOut) => Fail(Reason.NoAnswer, "the sender offered no streamhosts in time", null),
        (Step.AwaitingFallback, Input.TimedOut) => Fail(Reason.NoStreamhost, NoneReached, null),
        (Step.Trying, Input.TimedOut) when !Answered.IsEmpty => Use(),
        (Step.Trying, Input.TimedOut) => NoneLeft(Reason.ConnectTimeout, $"none of {Hosts.Length} streamhosts answered in time"),
        _ => (this, []),
    };

    private (TargetNegotiation, ImmutableArray<Effect>) TryNext() => Started < Hosts.Length
        ? (this with { Started = Started + 1 }, [new Effect.Try(Started)])
        : (this, []);

    private bool IsUnderWay(int attempt) => attempt >= 0 && attempt < Started && !Failed.Contains(attempt) && !Answered.Contains(attempt);

    private (TargetNegotiation, ImmutableArray<Effect>) AfterAnswer(bool isFirst)
    {
        var best = Answered.Min;
        // Another address of the same host is no better: it would be a second connection to the same listener.
        return !Enumerable.Range(0, best).Any(i => !Failed.Contains(i) && Hosts[i] != Hosts[best]) ? Use()
            : (this, isFirst ? [new Effect.AwaitBetter()] : []);
    }

    private (TargetNegotiation, ImmutableArray<Effect>) Use() =>
        (this with { At = Step.Finished, Winner = Answered.Min }, [new Effect.AnswerUsed(Answered.Min)]);

    // A failure makes room for the next one at once; after the last one nothing is left to wait for.
    private (TargetNegotiation, ImmutableArray<Effect>) AfterFailure() =>
        !Answered.IsEmpty ? AfterAnswer(isFirst: false)
        : Failed.Count < Hosts.Length ? TryNext()
        : NoneLeft(Reason.NoStreamhost, NoneReached);

    private (TargetNegotiation, ImmutableArray<Effect>) NoneLeft(Reason reason, string detail) => MayFallBack
        ? (this with { At = Step.AwaitingFallback }, [new Effect.AnswerNoneReached()])
        : Fail(reason, detail, new Effect.AnswerNoneReached());

    private string NoneReached => $"none of {Hosts.Length} streamhosts could be reached";

    private (TargetNegotiation, ImmutableArray<Effect>) Fail(Reason reason, string detail, Effect? answer) =>
        (this with { At = Step.Finished, Failure = new NegotiationOutcome.Failed(reason, detail) }, answer is null ? [] : [answer]);
}
