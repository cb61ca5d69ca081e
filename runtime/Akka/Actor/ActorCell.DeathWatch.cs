using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private readonly Dictionary<IActorRef, object?> _watching = [];

    /// <summary>Deaths whose message is in the mailbox, with the message that the actor wants instead, if any.</summary>
    private readonly Dictionary<IActorRef, object?> _terminatedQueued = [];

    private HashSet<IInternalActorRef>? _watchedBy;

    IActorRef ICanWatch.Watch(IActorRef subject) => Watch(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message) => Watch(subject, message);

    public IActorRef Unwatch(IActorRef subject)
    {
        if (_watching.Remove(subject))
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch(_self));
        _terminatedQueued.Remove(subject);
        return subject;
    }

    private IActorRef Watch(IActorRef subject, object? message)
    {
        if (subject.Equals(_self))
            return subject;
        if (_watching.TryAdd(subject, message))
            ((IInternalActorRef)subject).SendSystemMessage(new Watch(_self));
        else if (!Equals(_watching[subject], message))
            throw new InvalidOperationException($"Watch of {subject} termination message was not overwritten from [{_watching[subject]}] to [{message}]. If this was intended, unwatch first.");
        return subject;
    }

    private void AddWatcher(IInternalActorRef watcher)
    {
        if (_state == State.Terminated)
            watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: false));
        else
            (_watchedBy ??= []).Add(watcher);
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        var actor = notification.Actor;
        if (_watching.Remove(actor, out var message) && _state is not (State.Terminating or State.Terminated))
        {
            _terminatedQueued[actor] = message;
            SendMessage(new Terminated(actor, notification.ExistenceConfirmed, addressTerminated: false), actor);
        }
        ChildTerminated(actor);
    }

    private void TellWatchersWeDied()
    {
        foreach (var watcher in _watchedBy ?? [])
        {
            if (!watcher.Equals(_parent))
                watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true));
        }
        _watchedBy = null;
        foreach (var subject in _watching.Keys)
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch(_self));
        _watching.Clear();
        _terminatedQueued.Clear();
    }
}
