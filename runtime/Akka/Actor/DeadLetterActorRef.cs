using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Where messages without a receiver end: on the event stream, as <see cref="DeadLetter"/>.</summary>
internal sealed class DeadLetterActorRef(ActorSystemImpl system) : ActorRefBase, IInternalActorRef
{
    public ActorSystemImpl System => system;

    public override ActorPath Path { get; } = new(system.RootPath, "deadLetters", 0);

    public void SendSystemMessage(SystemMessage message)
    {
        if (message is Watch watch)
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(this));
    }

    protected override void TellInternal(object message, IActorRef sender) => system.PublishDeadLetter(message, this);
}
