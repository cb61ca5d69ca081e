using System.Collections.Concurrent;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The mailbox: one turn at a time on the thread pool, system messages first.</summary>
internal sealed partial class ActorCell : IThreadPoolWorkItem
{
    /// <summary>User messages per turn, before other actors get the thread.</summary>
    private const int Throughput = 30;

    private readonly ConcurrentQueue<Envelope> _messages = new();
    private readonly ConcurrentQueue<SystemMessage> _systemMessages = new();
    private readonly Stack<Envelope> _prepended = new();
    private int _scheduled;
    private int _suspended;
    private Task? _handler;
    private ActorSynchronizationContext? _synchronizationContext;

    /// <summary>The number of the message that is handled now.</summary>
    public long Turn { get; private set; }

    public void SendMessage(object message, IActorRef? sender)
    {
        _messages.Enqueue(new Envelope(message, sender!));
        Schedule();
    }

    public void SendSystemMessage(SystemMessage message)
    {
        _systemMessages.Enqueue(message);
        Schedule();
    }

    /// <summary>Puts a message in front of all others. Only in the actor's turn.</summary>
    public void Prepend(Envelope envelope)
    {
        // A death that was put aside is news again.
        if (envelope.Message is Terminated terminated)
            _terminatedQueued.Add(terminated.ActorRef);
        _prepended.Push(envelope);
    }

    /// <summary>Runs an asynchronous handler: no further user message until its end, and its continuations run in the actor's turns.</summary>
    public void RunTask(Func<Task> action)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_synchronizationContext ??= new ActorSynchronizationContext(this));
        Task task;
        try
        {
            task = action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
            return;
        }
        if (_handler is not null)
            throw new InvalidOperationException("An asynchronous handler is running already.");
        _handler = task;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => SendSystemMessage(new HandlerDone(task)));
    }

    void IThreadPoolWorkItem.Execute() => Run();

    private void Run()
    {
        var outer = _current;
        _current = this;
        var left = Throughput;
        do
        {
            while (_systemMessages.TryDequeue(out var message))
                Invoke(message);
        }
        while (left-- > 0 && InvokeNext());
        _current = outer;
        Volatile.Write(ref _scheduled, 0);
        if (!_systemMessages.IsEmpty || (MayInvoke && (_prepended.Count > 0 || !_messages.IsEmpty)))
            Schedule();
    }

    private bool MayInvoke => _suspended == 0 && _handler is null && _state is State.Alive or State.Terminated;

    private void Schedule()
    {
        // The message must be seen by a turn that is about to end, or that turn's end by us.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _scheduled) == 0 && Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            if (Props.OnCallingThread)
                Run();
            else
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private bool InvokeNext()
    {
        if (!MayInvoke || !(_prepended.TryPop(out var envelope) || _messages.TryDequeue(out envelope)))
            return false;
        if (_state == State.Terminated)
        {
            _system.PublishDeadLetter(envelope.Message, _self);
            return true;
        }
        _envelope = envelope;
        Turn++;
        try
        {
            Receive(envelope.Message);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        return true;
    }

    private void Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                if (!_terminatedQueued.Remove(terminated.ActorRef))
                    return;
                break;
            case TimerMessage timer:
                if (!timer.Owner.TryTake(timer))
                    return;
                message = timer.Message;
                _envelope = new Envelope(message, _envelope.Sender);
                break;
        }
        _actor!.AroundReceive(_behavior, message);
    }

    private void Invoke(SystemMessage message)
    {
        try
        {
            switch (message)
            {
                case Continuation continuation:
                    Continue(continuation);
                    break;
                case HandlerDone done:
                    HandlerEnded(done);
                    break;
                case Watch watch:
                    AddWatcher(watch.Watcher);
                    break;
                case Unwatch unwatch:
                    _watchedBy?.Remove(unwatch.Watcher);
                    break;
                case DeathWatchNotification notification:
                    WatchedActorTerminated(notification);
                    break;
                case var _ when _state == State.Terminated:
                    break;
                case Create:
                    Start();
                    break;
                case Suspend:
                    SuspendAll();
                    break;
                case Resume resume:
                    ResumeAll(resume.OfFailure);
                    break;
                case Recreate recreate:
                    Recreate(recreate.Cause);
                    break;
                case Terminate:
                    BeginTerminate();
                    break;
                case Failed failed:
                    HandleChildFailure(failed);
                    break;
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private void Continue(Continuation continuation)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_synchronizationContext);
        try
        {
            continuation.Callback(continuation.State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void HandlerEnded(HandlerDone done)
    {
        // The handler of an actor that was restarted meanwhile concerns nobody any more.
        if (!ReferenceEquals(done.Task, _handler))
            return;
        _handler = null;
        done.Task.GetAwaiter().GetResult();
    }

    private sealed class ActorSynchronizationContext(ActorCell cell) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => cell.SendSystemMessage(new Continuation(d, state));

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

        public override SynchronizationContext CreateCopy() => this;
    }
}
