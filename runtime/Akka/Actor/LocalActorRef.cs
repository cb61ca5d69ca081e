using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

internal sealed class LocalActorRef(ActorCell cell, ActorPath path) : ActorRefBase, IInternalActorRef
{
    public ActorCell Cell => cell;

    public ActorSystemImpl System => cell.SystemImpl;

    public override ActorPath Path => path;

    public void SendSystemMessage(SystemMessage message) => cell.SendSystemMessage(message);

    protected override void TellInternal(object message, IActorRef sender) => cell.SendMessage(message, sender);
}
