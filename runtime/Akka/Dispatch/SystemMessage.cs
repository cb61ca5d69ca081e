using Akka.Actor;

namespace Akka.Dispatch.SysMsg;

/// <summary>What cells say to each other; handled before any user message.</summary>
internal abstract class SystemMessage;

internal sealed class Create : SystemMessage;

internal sealed class Terminate : SystemMessage;

internal sealed class Suspend : SystemMessage;

/// <summary>Go on after a failure: with the actor as it is.</summary>
internal sealed class Resume(bool ofFailure) : SystemMessage
{
    public bool OfFailure => ofFailure;
}

/// <summary>Go on after a failure: with a new actor.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause => cause;
}

internal sealed class Failed(IActorRef child, Exception cause) : SystemMessage
{
    public IActorRef Child => child;

    public Exception Cause => cause;
}

internal sealed class Watch(IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watcher => watcher;
}

internal sealed class Unwatch(IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watcher => watcher;
}

internal sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed) : SystemMessage
{
    public IActorRef Actor => actor;

    public bool ExistenceConfirmed => existenceConfirmed;
}

/// <summary>The rest of an asynchronous handler, to run as the actor.</summary>
internal sealed class Continuation(SendOrPostCallback callback, object? state) : SystemMessage
{
    public void Run() => callback(state);
}

/// <summary>An asynchronous handler has ended.</summary>
internal sealed class HandlerDone(Task task) : SystemMessage
{
    public Task Task => task;
}
