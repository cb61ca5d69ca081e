namespace Akka.Actor;

/// <summary>An actor whose handlers are declared by message type, in the constructor and in Become; the first that matches wins.</summary>
public abstract class ReceiveActor : UntypedActor
{
    private readonly Handlers _initial = new();
    private Handlers? _open;

    protected ReceiveActor() => _open = _initial;

    internal void EndConstruction() => _open = null;

    protected sealed override void OnReceive(object message)
    {
        if (!_initial.Handle(message))
            Unhandled(message);
    }

    protected void Become(Action configure) => Context.Become(Configure(configure));

    protected void BecomeStacked(Action configure) => Context.BecomeStacked(Configure(configure));

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Add<T>(shouldHandle == null, m =>
        {
            if (m is not T message || shouldHandle?.Invoke(message) == false)
                return false;
            handler(message);
            return true;
        });

    protected void Receive<T>(Func<T, bool> handler) => Add<T>(false, m => m is T message && handler(message));

    /// <summary>The next message waits until the handler's task ends; its fault is the actor's failure.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Receive<T>(message => RunTask(() => handler(message)), shouldHandle);

    protected void ReceiveAny(Action<object> handler) => Receive(handler);

    private Receive Configure(Action configure)
    {
        var outer = _open;
        var handlers = _open = new Handlers();
        try
        {
            configure();
        }
        finally
        {
            _open = outer;
        }
        return handlers.Handle;
    }

    private void Add<T>(bool unconditional, Func<object, bool> handler)
    {
        if (_open is null)
            throw new InvalidOperationException("You may only call Receive-methods when constructing the actor and inside Become().");
        _open.Add(handler, catchesAll: unconditional && typeof(T) == typeof(object));
    }

    private sealed class Handlers
    {
        private readonly List<Func<object, bool>> _handlers = [];
        private bool _closed;

        public void Add(Func<object, bool> handler, bool catchesAll)
        {
            if (_closed)
                throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
            _handlers.Add(handler);
            _closed = catchesAll;
        }

        public bool Handle(object message)
        {
            foreach (var handler in _handlers)
            {
                if (handler(message))
                    return true;
            }
            return false;
        }
    }
}
