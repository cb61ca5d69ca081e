using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The ref of no actor: swallows everything.</summary>
public sealed class Nobody : ActorRefBase, IInternalActorRef
{
    public static readonly Nobody Instance = new();

    private Nobody() { }

    public override ActorPath Path { get; } = new(new ActorPath(null, "akka://all-systems", 0), "Nobody", 0);

    ActorSystemImpl? IInternalActorRef.System => null;

    void IInternalActorRef.SendSystemMessage(SystemMessage message) { }

    protected override void TellInternal(object message, IActorRef sender) { }
}
