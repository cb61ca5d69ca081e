using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public static class GracefulStopSupport
{
    /// <summary>Tells the target what stops it; true when it has stopped, cancelled if not in time.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var subject = (IInternalActorRef)target;
        var watcher = new DeathWatcher(subject.System!);
        subject.SendSystemMessage(new Watch(watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            await watcher.Died.WaitAsync(timeout).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            subject.SendSystemMessage(new Unwatch(watcher));
            throw new TaskCanceledException($"{target} did not stop within {timeout}.");
        }
    }

    private sealed class DeathWatcher(ActorSystemImpl system) : ActorRefBase, IInternalActorRef
    {
        private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Died => _died.Task;

        public ActorSystemImpl System => system;

        public override ActorPath Path { get; } = system.NextTemporaryPath();

        public void SendSystemMessage(SystemMessage message)
        {
            if (message is DeathWatchNotification)
                _died.TrySetResult();
        }

        protected override void TellInternal(object message, IActorRef sender) { }
    }
}
