using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Children, failure, restart and stop.</summary>
internal sealed partial class ActorCell
{
    private readonly Dictionary<string, IInternalActorRef> _children = [];
    private State _state;
    private Exception? _failure;
    private Exception? _recreateCause;
    private IActorRef? _perpetrator;
    private long _childCounter;

    private enum State
    {
        Alive,

        /// <summary>Waits for the last child to end, then makes the new actor.</summary>
        Recreating,

        /// <summary>Waits for the last child to end, then stops.</summary>
        Terminating,

        Terminated,
    }

    public IActorRef ActorOf(Props props, string? name = null)
    {
        if (name is not null && !ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException($"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: \"-_.*$+:@&=,!~';\".");
        LocalActorRef child;
        // The guardian's children are made by any thread.
        lock (_children)
        {
            if (_state is State.Terminating or State.Terminated)
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            name ??= AutoName(_childCounter++);
            if (_children.ContainsKey(name))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            child = new ActorCell(_system, props, _self, new ActorPath(_self.Path, name, _system.NextUid())).Self;
            _children.Add(name, child);
        }
        child.SendSystemMessage(new Create());
        if (_suspended > 0 && ReferenceEquals(_current, this))
            child.SendSystemMessage(new Suspend());
        return child;
    }

    public IActorRef Child(string childName)
    {
        lock (_children)
            return _children.TryGetValue(childName, out var child) ? child : ActorRefs.Nobody;
    }

    public IEnumerable<IActorRef> GetChildren()
    {
        lock (_children)
            return [.. _children.Values];
    }

    public void Stop(IActorRef child) => ((IInternalActorRef)child).SendSystemMessage(new Terminate());

    private static string AutoName(long number)
    {
        const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
        var name = "$";
        do
        {
            name += Digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);
        return name;
    }

    private void Start()
    {
        try
        {
            _actor = NewActor();
            _actor.AroundPreStart();
        }
        catch (Exception e)
        {
            _actor = null;
            throw new ActorInitializationException("Exception during creation", e);
        }
    }

    /// <summary>Stands still with all children until the parent has decided.</summary>
    private void Fail(Exception cause)
    {
        if (_state is State.Terminating or State.Terminated)
        {
            _system.EventStream.Publish(new Error(cause, _self.Path.ToString(), cause.Message));
            return;
        }
        if (_failure is not null)
            return;
        _failure = cause;
        SuspendAll();
        _parent.SendSystemMessage(new Failed(_self, cause));
    }

    private void SuspendAll()
    {
        _suspended++;
        // The child whose failure is escalated stands still already.
        ToChildren(child => child == _perpetrator ? null : new Suspend());
    }

    private void ResumeAll(bool ofFailure)
    {
        if (_suspended > 0)
            _suspended--;
        if (ofFailure)
            _failure = null;
        if (ofFailure && _actor is null && _state == State.Alive)
            Start();
        ToChildren(child => new Resume(ofFailure && child == _perpetrator));
        _perpetrator = null;
    }

    private void ToChildren(Func<IActorRef, SystemMessage?> message)
    {
        foreach (var child in GetChildren())
        {
            if (message(child) is { } systemMessage)
                ((IInternalActorRef)child).SendSystemMessage(systemMessage);
        }
    }

    private bool HasChildren
    {
        get
        {
            lock (_children)
                return _children.Count > 0;
        }
    }

    private void HandleChildFailure(Failed failed)
    {
        IInternalActorRef? child;
        lock (_children)
            _children.TryGetValue(failed.Child.Path.Name, out child);
        if (child is null || !ReferenceEquals(child, failed.Child))
            return;
        var strategy = _actor?.Supervision ?? SupervisorStrategy.Default;
        if (!strategy.HandleFailure(this, child, failed.Cause))
        {
            _perpetrator = child;
            throw failed.Cause;
        }
    }

    private void Recreate(Exception cause)
    {
        if (_state != State.Alive)
            return;
        _recreateCause = cause;
        _state = State.Recreating;
        _handler = null;
        _perpetrator = null;
        if (_actor is not null)
        {
            try
            {
                _actor.AroundPreRestart(cause, _failure is null ? null! : _envelope.Message);
            }
            catch (Exception e)
            {
                _system.EventStream.Publish(new Error(e, _self.Path.ToString(), e.Message));
            }
            DismissActor();
        }
        if (!HasChildren)
            FinishRecreate();
    }

    private void FinishRecreate()
    {
        var cause = _recreateCause!;
        _recreateCause = null;
        _state = State.Alive;
        _failure = null;
        if (_suspended > 0)
            _suspended--;
        var survivors = GetChildren();
        try
        {
            _actor = NewActor();
            _actor.AroundPostRestart(cause, _envelope.Message);
        }
        catch (Exception e)
        {
            _actor = null;
            throw new PostRestartException(e);
        }
        foreach (var child in survivors)
            ((IInternalActorRef)child).SendSystemMessage(new Recreate(cause));
    }

    private void BeginTerminate()
    {
        if (_state == State.Terminating)
            return;
        lock (_children)
            _state = State.Terminating;
        ToChildren(_ => new Terminate());
        if (!HasChildren)
            FinishTerminate();
    }

    private void FinishTerminate()
    {
        try
        {
            _actor?.AroundPostStop();
        }
        catch (Exception e)
        {
            _system.EventStream.Publish(new Error(e, _self.Path.ToString(), e.Message));
        }
        if (_actor is not null)
            DismissActor();
        _state = State.Terminated;
        _suspended = 0;
        _handler = null;
        _system.EventStream.Unsubscribe(_self);
        TellWatchersWeDied();
        _parent.SendSystemMessage(new DeathWatchNotification(_self));
    }

    private void DismissActor()
    {
        _timers?.CancelAll();
        if (_actor is IActorStash { Stash: { } stash })
            stash.UnstashAll();
        _actor = null;
    }

    private void ChildTerminated(IActorRef actor)
    {
        lock (_children)
        {
            if (!_children.TryGetValue(actor.Path.Name, out var child) || !ReferenceEquals(child, actor))
                return;
            _children.Remove(actor.Path.Name);
            if (_children.Count > 0)
                return;
        }
        if (_state == State.Recreating)
            FinishRecreate();
        else if (_state == State.Terminating)
            FinishTerminate();
    }
}
