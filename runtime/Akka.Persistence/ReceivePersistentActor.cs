using Akka.Actor;

namespace Akka.Persistence;

/// <summary>A persistent actor whose handlers are declared by message type, in the constructor; the first that matches wins.</summary>
public abstract class ReceivePersistentActor : Eventsourced
{
    private readonly List<Func<object, bool>> _recovers = [];
    private readonly List<Func<object, bool>> _commands = [];

    protected sealed override bool ReceiveCommand(object message) => _commands.Exists(handle => handle(message));

    protected sealed override bool ReceiveRecover(object message) => _recovers.Exists(handle => handle(message));

    protected void Recover<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => _recovers.Add(Handler(handler, shouldHandle));

    protected void Command<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => _commands.Add(Handler(handler, shouldHandle));

    protected void Command<T>(Predicate<T> shouldHandle, Action<T> handler) => Command(handler, shouldHandle);

    protected void Command<T>(Func<T, bool> handler) => _commands.Add(message => message is T typed && handler(typed));

    private static Func<object, bool> Handler<T>(Action<T> handler, Predicate<T>? shouldHandle) => message =>
    {
        if (message is not T typed || shouldHandle?.Invoke(typed) == false)
            return false;
        handler(typed);
        return true;
    };
}
