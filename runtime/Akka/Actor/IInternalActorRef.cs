using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>A ref that takes part in supervision and death watch.</summary>
internal interface IInternalActorRef : IActorRef
{
    /// <summary>Null for the ref of nobody.</summary>
    ActorSystemImpl? System { get; }

    void SendSystemMessage(SystemMessage message);
}
