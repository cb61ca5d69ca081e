namespace Akka.Actor;

/// <summary>An actor whose handlers are declared by message type, in the constructor and in Become; the first that matches wins.</summary>
public abstract class ReceiveActor : UntypedActor
{
    private readonly List<Func<object, bool>> _initial = [];
    private List<Func<object, bool>> _open;

    protected ReceiveActor() => _open = _initial;

    protected sealed override void OnReceive(object message)
    {
        if (!_initial.Exists(handle => handle(message)))
            Unhandled(message);
    }

    protected void Become(Action configure)
    {
        var outer = _open;
        var handlers = _open = [];
        try
        {
            configure();
        }
        finally
        {
            _open = outer;
        }
        ((ActorCell)Context).Become(message => handlers.Exists(handle => handle(message)));
    }

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => _open.Add(m =>
    {
        if (m is not T message || shouldHandle?.Invoke(message) == false)
            return false;
        handler(message);
        return true;
    });

    protected void Receive<T>(Func<T, bool> handler) => _open.Add(m => m is T message && handler(message));

    /// <summary>The next message waits until the handler's task ends; its fault is the actor's failure.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive<T>(message => ((ActorCell)Context).RunTask(() => handler(message)), shouldHandle);

    protected void ReceiveAny(Action<object> handler) => Receive(handler);
}
