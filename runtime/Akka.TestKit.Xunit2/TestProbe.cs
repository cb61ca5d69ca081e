using Akka.Actor;

namespace Akka.TestKit;

/// <summary>One more actor for the test to look through.</summary>
public class TestProbe : TestKitBase
{
    internal TestProbe(ActorSystem system, string? testProbeName)
        : base(system, testProbeName) { }

    public IActorRef Ref => TestActor;

    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);
}
