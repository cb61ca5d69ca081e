using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The asker: a ref whose first message is the answer.</summary>
internal sealed class FutureActorRef<T> : ActorRefBase, IInternalActorRef
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource? _timeout;
    private readonly CancellationTokenRegistration _timeoutRegistration;
    private readonly CancellationTokenRegistration _cancellation;

    public FutureActorRef(ActorSystemImpl system, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        System = system;
        Path = system.NextTemporaryPath();
        if (timeout is { } after && after > TimeSpan.Zero)
        {
            _timeout = new CancellationTokenSource(after);
            _timeoutRegistration = _timeout.Token.UnsafeRegister(_ => Complete(a => a.TrySetException(new AskTimeoutException($"Timeout after {after} seconds"))), null);
        }
        _cancellation = cancellationToken.UnsafeRegister(_ => Complete(a => a.TrySetCanceled(cancellationToken)), null);
    }

    public ActorSystemImpl System { get; }

    public override ActorPath Path { get; }

    public Task<T> Task => _answer.Task;

    public void SendSystemMessage(SystemMessage message)
    {
        if (message is Watch watch)
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(this));
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        var first = message switch
        {
            T answer => Complete(a => a.TrySetResult(answer)),
            Status.Failure failure => Complete(a => a.TrySetException(failure.Cause)),
            _ => Complete(a => a.TrySetException(new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]"))),
        };
        if (!first)
            System.PublishDeadLetter(message, this);
    }

    private bool Complete(Func<TaskCompletionSource<T>, bool> complete)
    {
        if (!complete(_answer))
            return false;
        _timeoutRegistration.Dispose();
        _timeout?.Dispose();
        _cancellation.Dispose();
        return true;
    }
}
