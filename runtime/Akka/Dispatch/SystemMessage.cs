using Akka.Actor;

namespace Akka.Dispatch.SysMsg;

/// <summary>What cells say to each other; handled before any user message.</summary>
internal abstract record SystemMessage;

internal sealed record Create : SystemMessage;

internal sealed record Terminate : SystemMessage;

internal sealed record Suspend : SystemMessage;

/// <summary>Go on after a failure: with the actor as it is.</summary>
internal sealed record Resume(bool OfFailure) : SystemMessage;

/// <summary>Go on after a failure: with a new actor.</summary>
internal sealed record Recreate(Exception Cause) : SystemMessage;

internal sealed record Failed(IActorRef Child, Exception Cause) : SystemMessage;

internal sealed record Watch(IInternalActorRef Watcher) : SystemMessage;

internal sealed record Unwatch(IInternalActorRef Watcher) : SystemMessage;

/// <summary>A watched actor or a child has stopped.</summary>
internal sealed record DeathWatchNotification(IActorRef Actor) : SystemMessage;

/// <summary>The rest of an asynchronous handler, to run as the actor.</summary>
internal sealed record Continuation(SendOrPostCallback Callback, object? State) : SystemMessage;

/// <summary>An asynchronous handler has ended.</summary>
internal sealed record HandlerDone(Task Task) : SystemMessage;
