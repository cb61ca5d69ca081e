using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The parent of the guardians: the failure of one of them ends the system.</summary>
internal sealed class RootActorRef(ActorSystemImpl system) : ActorRefBase, IInternalActorRef
{
    public ActorSystemImpl System => system;

    public override ActorPath Path => system.RootPath;

    public void SendSystemMessage(SystemMessage message)
    {
        if (message is Failed failed)
            ((IInternalActorRef)failed.Child).SendSystemMessage(new Terminate());
        else if (message is DeathWatchNotification notification)
            system.GuardianTerminated(notification.Actor);
    }

    protected override void TellInternal(object message, IActorRef sender) => system.DeadLetters.Tell(message, sender);
}
