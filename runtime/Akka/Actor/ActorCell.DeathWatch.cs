using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private readonly HashSet<IActorRef> _watching = [];

    /// <summary>Deaths whose message is in the mailbox.</summary>
    private readonly HashSet<IActorRef> _terminatedQueued = [];

    private HashSet<IInternalActorRef>? _watchedBy;

    public IActorRef Watch(IActorRef subject)
    {
        if (!subject.Equals(_self) && _watching.Add(subject))
            ((IInternalActorRef)subject).SendSystemMessage(new Watch(_self));
        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        if (_watching.Remove(subject))
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch(_self));
        _terminatedQueued.Remove(subject);
        return subject;
    }

    private void AddWatcher(IInternalActorRef watcher)
    {
        if (_state == State.Terminated)
            watcher.SendSystemMessage(new DeathWatchNotification(_self));
        else
            (_watchedBy ??= []).Add(watcher);
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        var actor = notification.Actor;
        if (_watching.Remove(actor) && _state is not (State.Terminating or State.Terminated))
        {
            _terminatedQueued.Add(actor);
            SendMessage(new Terminated(actor), actor);
        }
        ChildTerminated(actor);
    }

    private void TellWatchersWeDied()
    {
        foreach (var watcher in _watchedBy ?? [])
        {
            if (!watcher.Equals(_parent))
                watcher.SendSystemMessage(new DeathWatchNotification(_self));
        }
        _watchedBy = null;
        foreach (var subject in _watching)
            ((IInternalActorRef)subject).SendSystemMessage(new Unwatch(_self));
        _watching.Clear();
        _terminatedQueued.Clear();
    }
}
