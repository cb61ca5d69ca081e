using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public static class Futures
{
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Tells, with a temporary ref as the sender, and awaits its first message.</summary>
    /// <exception cref="AskTimeoutException">No answer in time.</exception>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var system = (self as IInternalActorRef)?.System ?? throw new ArgumentException($"Unable to ask {self}: it belongs to no actor system.", nameof(self));
        var future = new FutureActorRef<T>(system, timeout, cancellationToken);
        self.Tell(message, future);
        return future.Task;
    }
}
