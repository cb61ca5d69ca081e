using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.TestKit;

/// <summary>One more actor for the test to look through; it is its own ref.</summary>
public class TestProbe : TestKitBase, IActorRef, IInternalActorRef
{
    internal TestProbe(ActorSystem system, string? testProbeName)
        : base(system, testProbeName)
    {
    }

    public IActorRef Ref => TestActor;

    public IActorRef Sender => LastSender;

    ActorPath IActorRef.Path => TestActor.Path;

    ActorSystemImpl? IInternalActorRef.System => ((IInternalActorRef)TestActor).System;

    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    public void Reply(object message) => Sender.Tell(message, TestActor);

    public void Forward(IActorRef actor) => actor.Tell(LastReceived, Sender);

    void ICanTell.Tell(object message, IActorRef sender) => TestActor.Tell(message, sender);

    void IInternalActorRef.SendSystemMessage(SystemMessage message) => ((IInternalActorRef)TestActor).SendSystemMessage(message);

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => TestActor.Equals(other);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => TestActor.CompareTo(other);

    public int CompareTo(object? obj) => TestActor.CompareTo(obj);

    public override bool Equals(object? obj) => TestActor.Equals(obj);

    public override int GetHashCode() => TestActor.GetHashCode();
}
