using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

internal sealed class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorCell _user;
    private readonly ActorCell _systemGuardian;
    private long _uids;
    private long _temporaries;

    public ActorSystemImpl(string name, Config config)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException("Invalid ActorSystem name. Must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        Name = name;
        Settings = new Settings(this, config);
        EventStream = new EventStream(false);
        EventStream.Configure(Settings.Config);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", typeof(ActorSystem));
        RootPath = new ActorPath(null, $"akka://{name}", 0);
        DeadLetters = new DeadLetterActorRef(this);
        Scheduler = CreateScheduler(Settings.Config);
        Serialization = new Serialization.Serialization(this);

        var root = new RootActorRef(this);
        _user = new ActorCell(this, Props.Create<Guardian>(), root, RootPath / "user");
        _systemGuardian = new ActorCell(this, Props.Create<Guardian>(), root, RootPath / "system");
        _user.SendSystemMessage(new Dispatch.SysMsg.Create());
        _systemGuardian.SendSystemMessage(new Dispatch.SysMsg.Create());
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    internal override Serialization.Serialization Serialization { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log { get; }

    public override Task WhenTerminated => _terminated.Task;

    public ActorPath RootPath { get; }

    public override IActorRef ActorOf(Props props, string? name = null) => _user.ActorOf(props, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) => _systemGuardian.ActorOf(props, name);

    public override void Stop(IActorRef actor) => _user.Stop(actor);

    public override Task Terminate()
    {
        _user.Stop(_user.Self);
        return WhenTerminated;
    }

    public long NextUid() => Interlocked.Increment(ref _uids);

    public ActorPath NextTemporaryPath() => new(RootPath / "temp", "$" + Interlocked.Increment(ref _temporaries), 0);

    public void PublishDeadLetter(object message, IActorRef? sender, IActorRef recipient)
    {
        // Letters about letters, and what only their receiver cares for, end here.
        if (message is not (AllDeadLetters or PoisonPill or Terminated or TimerMessage))
            EventStream.Publish(new DeadLetter(message, sender ?? DeadLetters, recipient));
    }

    internal override T Once<T>(Func<ExtendedActorSystem, T> create) =>
        (T)_extensions.GetOrAdd(typeof(T), _ => new Lazy<object>(() => create(this))).Value;

    /// <summary>First the user's actors end, then the system's own, then the clock.</summary>
    internal void GuardianTerminated(IActorRef guardian)
    {
        if (guardian.Equals(_user.Self))
        {
            _systemGuardian.Stop(_systemGuardian.Self);
            return;
        }
        (Scheduler as IDisposable)?.Dispose();
        _terminated.TrySetResult();
    }

    private IScheduler CreateScheduler(Config config)
    {
        var name = config.GetString("akka.scheduler.implementation");
        if (name is null)
            return new TimerQueueScheduler();
        var type = Reflection.FindType(name) ?? throw new ConfigurationException($"Could not resolve scheduler type {name}");
        return (IScheduler)Activator.CreateInstance(type, config, Log)!;
    }

    private sealed class Guardian : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
