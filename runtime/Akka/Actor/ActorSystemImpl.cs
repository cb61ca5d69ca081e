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
        Config = config;
        RootPath = new ActorPath(null, $"akka://{name}", 0);
        DeadLetters = new DeadLetterActorRef(this);
        Scheduler = CreateScheduler(config);
        Serialization = new Serialization.Serialization(this);

        var root = new RootActorRef(this);
        _user = new ActorCell(this, Props.Create(() => new Guardian()), root, new ActorPath(RootPath, "user", 0));
        _systemGuardian = new ActorCell(this, Props.Create(() => new Guardian()), root, new ActorPath(RootPath, "system", 0));
        _user.SendSystemMessage(new Dispatch.SysMsg.Create());
        _systemGuardian.SendSystemMessage(new Dispatch.SysMsg.Create());
    }

    internal override Config Config { get; }

    internal override Serialization.Serialization Serialization { get; }

    public override EventStream EventStream { get; } = new();

    public override IActorRef DeadLetters { get; }

    public override IScheduler Scheduler { get; }

    public override Task WhenTerminated => _terminated.Task;

    public ActorPath RootPath { get; }

    public override IActorRef ActorOf(Props props, string? name = null) => _user.ActorOf(props, name);

    internal override IActorRef SystemActorOf(Props props, string? name = null) => _systemGuardian.ActorOf(props, name);

    public override void Stop(IActorRef actor) => _user.Stop(actor);

    public override Task Terminate()
    {
        _user.Stop(_user.Self);
        return WhenTerminated;
    }

    public long NextUid() => Interlocked.Increment(ref _uids);

    public ActorPath NextTemporaryPath() => new(new ActorPath(RootPath, "temp", 0), "$" + Interlocked.Increment(ref _temporaries), 0);

    public void PublishDeadLetter(object message, IActorRef recipient)
    {
        // Letters about letters, and what only their receiver cares for, end here.
        if (message is not (AllDeadLetters or Terminated or TimerMessage))
            EventStream.Publish(new DeadLetter(message, recipient));
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

    private static IScheduler CreateScheduler(Config config)
    {
        var name = config.GetString("akka.scheduler.implementation");
        if (name is null)
            return new TimerQueueScheduler();
        // Akka.TestKit is not an assembly of its own here.
        var type = Type.GetType(name) ?? Type.GetType($"{name}.Xunit2", throwOnError: true)!;
        return (IScheduler)Activator.CreateInstance(type, nonPublic: true)!;
    }

    private sealed class Guardian : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}
