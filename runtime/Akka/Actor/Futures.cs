using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) => self.Ask<T>(message, null, cancellationToken);

    /// <summary>Tells, with a temporary ref as the sender, and awaits its first message.</summary>
    /// <exception cref="AskTimeoutException">No answer in time.</exception>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var system = SystemOf(self) ?? throw new ArgumentException($"Unable to ask {self}: it belongs to no actor system.", nameof(self));
        var future = new FutureActorRef<T>(system, timeout, cancellationToken);
        self.Tell(message, future);
        return future.Task;
    }

    internal static ActorSystemImpl? SystemOf(ICanTell target) =>
        (target as IInternalActorRef)?.System ?? ActorCell.Current?.SystemImpl;
}
