using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Settings;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.Transfers;

/// <summary>Made-up lives of transfers: random commands, valid and stale, and what was decided on them.</summary>
internal static class Lives
{
    public const long Size = 100;

    public static readonly DateTimeOffset Birth = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly TransferSettings Settings = new()
    {
        Deadline = TimeSpan.FromHours(2),
        StallTimeout = TimeSpan.FromSeconds(10),
        NegotiationTimeout = TimeSpan.FromSeconds(5),
        ConfirmTimeout = TimeSpan.FromSeconds(5),
        Linger = TimeSpan.FromSeconds(2),
        MaxActive = 4,
        MaxRate = null,
        Retry = new RetrySettings(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 0.5, 3),
        Checkpoint = new CheckpointSettings(1024, TimeSpan.FromSeconds(1)),
    };

    private static readonly string[] _kinds =
        ["submit", "accept", "begin", "begin", "stream", "stream", "checkpoint", "finish", "verify", "put-off", "complete", "break", "call-off", "expire", "reconcile", "pause", "resume", "resume", "retry", "adjust"];

    private static readonly Gen<Step> _step =
        from kind in Gen.Elements(_kinds)
        from slip in Gen.Elements(0, 0, 0, 0, -1, 1)
        from offset in Gen.Choose(-10, (int)Size + 10)
        from reason in Gen.Elements(Reason.All.ToArray())
        from seconds in Gen.Choose(0, 300)
        from chance in Gen.Choose(0, 99)
        select new Step(kind, slip, offset, reason, seconds, chance / 100.0);

    public static Gen<Life> Any { get; } =
        from outgoing in Gen.Elements(true, false)
        from steps in _step.ListOf(60)
        select Live(outgoing, steps);

    /// <summary>Lists are equal when what they hold is.</summary>
    public static string Text(object thing) => JsonSerializer.Serialize(thing, thing.GetType());

    public static TransferState Born(bool outgoing) => TransferState.None.Apply(Decide(TransferState.None, Birthday(outgoing), Birth, 0)!);

    public static TransferEvent? Decide(TransferState state, TransferCommand command, DateTimeOffset now, double chance = 0) =>
        new TransferDecisions(now, "test", chance, Settings).Decide(state, command);

    /// <summary>The state after commands that must all be allowed.</summary>
    public static TransferState After(this TransferState state, params TransferCommand[] commands) =>
        commands.Aggregate(state, (s, c) => s.Apply(Decide(s, c, Birth).ShouldNotBeNull($"{c} on {s.Status}")));

    private static Life Live(bool outgoing, IEnumerable<Step> steps)
    {
        var (state, now, moments) = (TransferState.None, Birth, new List<Moment>());
        Take(Birthday(outgoing), 0, 0);
        foreach (var step in steps)
        {
            now += TimeSpan.FromSeconds(step.Seconds);
            Take(step.Command(state, outgoing), step.Slip, step.Chance);
        }

        return new Life(moments, state);

        void Take(TransferCommand command, int slip, double chance)
        {
            var happened = Decide(state, command, now, chance);
            var after = happened is null ? state : state.Apply(happened);
            moments.Add(new Moment(state, command, slip, now, happened, after));
            state = after;
        }
    }

    private static TransferCommand Birthday(bool outgoing) => outgoing
        ? new TransferCommand.Submit("id", "alice@localhost", "bob@localhost", "/data/file", Size, Birth.AddDays(-1), "words")
        : new TransferCommand.AcceptOffer("id", "bob@localhost", "alice@localhost", "theirs", "file", Size, Birth.AddDays(-1), "0123", "/inbox", null);

    internal sealed record Life(List<Moment> Moments, TransferState End)
    {
        public IEnumerable<TransferEvent> Events => Moments.Select(m => m.Happened).OfType<TransferEvent>();

        public override string ToString() => string.Join('\n', Moments.Select(m => $"{m.Before.Status} -- {m.Command} (slip {m.Slip}) --> {m.After.Status}"));
    }

    /// <summary>A command, what was decided on it, and the states before and after.</summary>
    internal sealed record Moment(
        TransferState Before, TransferCommand Command, int Slip, DateTimeOffset Now, TransferEvent? Happened, TransferState After);

    private sealed record Step(string Kind, int Slip, long Offset, Reason Reason, int Seconds, double Chance)
    {
        private NegotiationTrace? Trace => Seconds % 3 == 0 ? null : NegotiationTrace.Empty
            .Spent(Phase.Connect, TimeSpan.FromSeconds(Seconds)).Without(["ibb"], "why") with
        { Peer = "bob@localhost/x", Confirms = Seconds % 3 == 1 };

        public TransferCommand Command(TransferState state, bool outgoing) => Kind switch
        {
            "submit" or "accept" => Birthday(outgoing),
            "begin" => new TransferCommand.BeginSession("sid-" + (state.Session + 1)),
            "stream" => new TransferCommand.BeginStreaming(state.Session + Slip, "s5b-direct", Offset) { Negotiated = Trace },
            "checkpoint" => new TransferCommand.Checkpoint(state.Session + Slip, Offset),
            "finish" => new TransferCommand.FinishBytes(state.Session + Slip, "abcd") { Negotiated = Trace },
            "verify" => new TransferCommand.Verify("/inbox/file"),
            "put-off" => new TransferCommand.PutOff(Reason, "detail"),
            "complete" => new TransferCommand.Complete("receipt"),
            "break" => new TransferCommand.Break(state.Session + Slip, Reason, "detail", Offset) { Negotiated = Trace },
            "call-off" => new TransferCommand.CallOff(Reason.Cancelled, null),
            "pause" => new TransferCommand.Pause(),
            "resume" => new TransferCommand.Resume(),
            "retry" => new TransferCommand.RetryNow(),
            "adjust" => new TransferCommand.Adjust(Slip, null, Offset < 0 ? 0 : Offset, null),
            "expire" => new TransferCommand.Expire(),
            _ => new TransferCommand.Reconcile(Math.Max(0, Offset)),
        };
    }
}
