using Akka.Actor;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Flows;

namespace Orchestrator.Actors.Sessions;

/// <summary>Owns the running graph of one session: passes on its progress, ends it when it stalls or when it is told to.</summary>
public sealed class FlowActor : ReceiveActor, IWithTimers
{
    private readonly int _session;
    private readonly Func<Action<object>, RunningFlow> _start;
    private RunningFlow? _flow;
    private long _lastPosition = -1;
    private bool _stalled;

    /// <summary>The session's number, how the graph is started, and how long it may stand still.</summary>
    /// <param name="session">The session's number, on every message to the parent.</param>
    /// <param name="start">Starts the graph; what it calls with is told to this actor.</param>
    /// <param name="stallTimeout">No byte moved for so long: the flow is ended.</param>
    public FlowActor(int session, Func<Action<object>, RunningFlow> start, TimeSpan stallTimeout)
    {
        (_session, _start) = (session, start);
        Receive<FlowProgress>(p => Context.Parent.Tell(new Progressed(_session, p.Position)));
        Receive<FlowCheckpoint>(c => Context.Parent.Tell(new Checkpoint(_session, c.Position)));
        Receive<StallCheck>(_ => CheckStall());
        Receive<SetRate>(rate => _flow?.Limit(rate.BytesPerSecond));
        Receive<StopFlow>(_ => _flow!.Stop());
        Receive<FlowEnd>(end =>
        {
            _flow = null;
            Context.Parent.Tell(new FlowEnded(_session, end, _stalled));
            Context.Stop(Self);
        });
        _stallTimeout = stallTimeout;
    }

    private readonly TimeSpan _stallTimeout;

    /// <summary>So far the bytes have come, in bytes from the file's start.</summary>
    public sealed record Progressed(int Session, long Position);

    /// <summary>So far the bytes are on disk.</summary>
    public sealed record Checkpoint(int Session, long Position);

    /// <summary>The graph has ended, and will not touch the file or the stream again.</summary>
    public sealed record FlowEnded(int Session, FlowEnd End, bool Stalled)
    {
        /// <summary>Why it broke, where the fault does not tell.</summary>
        public Reason? Because { get; init; }

        /// <summary>Why it broke, for the transfer; null when all bytes went over.</summary>
        public Reason? Reason => End.Fault switch
        {
            null => null,
            _ when Because is not null => Because,
            _ when Stalled => Reason.Stalled,
            FlowFault.SourceChanged => Reason.SourceChanged,
            FlowFault.SourceUnreadable => Reason.SourceUnreadable,
            FlowFault.ExcessBytes => Reason.ExcessBytes,
            FlowFault.DiskFull => Reason.DiskFull,
            FlowFault.InboxUnwritable => Reason.InboxUnwritable,
            FlowFault.Internal => Reason.Unknown,
            _ => Reason.StreamBroken,
        };
    }

    /// <summary>Changes the rate limit; null: none.</summary>
    public sealed record SetRate(long? BytesPerSecond);

    /// <summary>Ends the flow; <see cref="FlowEnded"/> follows.</summary>
    public sealed record StopFlow
    {
        /// <summary>The message.</summary>
        public static readonly StopFlow Instance = new();
    }

    private sealed record StallCheck
    {
        public static readonly StallCheck Instance = new();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var self = Self;
        _flow = _start(report => self.Tell(report, ActorRefs.NoSender));
        _flow.Completion.PipeTo(self);
        Timers.StartPeriodicTimer(StallCheck.Instance, StallCheck.Instance, _stallTimeout);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _flow?.Stop();

    // Two looks a stall timeout apart that see the same position: no byte moved for at least that long.
    private void CheckStall()
    {
        var position = _flow!.Position;
        // After the last byte only this machine is waited for: syncing, hashing, a bounded linger.
        if (position == _lastPosition && !_flow.IsFinishing)
        {
            _stalled = true;
            _flow.Stop();
        }

        _lastPosition = position;
    }
}
