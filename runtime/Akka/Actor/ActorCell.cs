namespace Akka.Actor;

/// <summary>The inside of an actor: its mailbox, its children, its failures and its watches. This part is what the actor sees of it.</summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell? _current;

    private readonly ActorSystemImpl _system;
    private readonly IInternalActorRef _parent;
    private readonly LocalActorRef _self;
    private Receive _behavior = _ => false;
    private ActorBase? _actor;
    private Envelope _envelope;
    private TimerScheduler? _timers;

    public ActorCell(ActorSystemImpl system, Props props, IInternalActorRef parent, ActorPath path)
    {
        _system = system;
        Props = props;
        _parent = parent;
        _self = new LocalActorRef(this, path);
    }

    /// <summary>The cell whose turn runs on this thread.</summary>
    public static ActorCell? Current
    {
        get => _current;
        // The TestKit's tests count as its actor.
        internal set => _current = value;
    }

    public LocalActorRef Self => _self;

    IActorRef IActorContext.Self => _self;

    public Props Props { get; }

    public IActorRef Sender => _envelope.Sender ?? _system.DeadLetters;

    public Envelope CurrentEnvelope => _envelope;

    public TimerScheduler Timers => _timers ??= new TimerScheduler(this);

    public ActorSystem System => _system;

    public ActorSystemImpl SystemImpl => _system;

    public IActorRef Parent => _parent;

    public void Become(Receive receive) => _behavior = receive;

    /// <summary>Makes the actor itself; its constructor may already use the context.</summary>
    private ActorBase NewActor()
    {
        var actor = Props.NewActor();
        if (actor is IWithTimers withTimers)
            withTimers.Timers = Timers;
        if (actor is IActorStash withStash)
            withStash.Stash = new ActorStash(this);
        return actor;
    }
}
