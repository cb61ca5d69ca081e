using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace Orchestrator.Tests.Runtime.Actors;

public class SupervisionTests : TestKit
{
    public SupervisionTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public void A_restart_makes_a_new_actor_behind_the_same_ref_and_keeps_the_mailbox_without_the_failing_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counter(TestActor)));
        foreach (var message in new object[] { 1, 2, "fail", 3, 4 })
            actor.Tell(message);

        foreach (var sum in new[] { 1, 3, 3, 7 })
            ExpectMsg(sum);
    }

    [Fact]
    public void Resume_keeps_the_actor_as_it_is()
    {
        var parent = Sys.ActorOf(Parent.Props(new OneForOneStrategy(_ => Directive.Resume), Props.Create(() => new Counter(TestActor))));
        foreach (var message in new object[] { 1, "fail", 2 })
            parent.Tell(message);

        ExpectMsg(1);
        ExpectMsg(3);
    }

    [Fact]
    public void Hooks_run_in_order_at_start_restart_and_stop()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor)));
        ExpectMsg("PreStart");

        actor.Tell("fail");
        ExpectMsg("PreRestart of fail");
        ExpectMsg("PostStop");
        ExpectMsg("PostRestart after no");
        ExpectMsg("PreStart");

        Sys.Stop(actor);
        ExpectMsg("PostStop");
    }

    [Fact]
    public void A_restart_stops_the_children_first()
    {
        var actor = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            if (message is "fail")
                throw new InvalidOperationException("no");
            TestActor.Tell(context.ActorOf(Props.Create(() => new Hooked(TestActor)), "child"));
        }));
        actor.Tell("child");
        var child = FishForMessage<IActorRef>(_ => true);
        Watch(child);

        actor.Tell("fail");
        FishForMessage<Terminated>(t => t.ActorRef.Equals(child));
        actor.Tell("child");

        FishForMessage<IActorRef>(_ => true).ShouldNotBe(child);
    }

    [Fact]
    public void Stop_stops_the_children_first()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Family(TestActor, 2)));

        Sys.Stop(parent);

        foreach (var generation in new[] { 0, 1, 2 })
            ExpectMsg($"stopped {generation}");
    }

    [Fact]
    public void A_failing_constructor_stops_the_actor_by_default()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stillborn()));
        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void An_escalated_failure_is_the_parents_own()
    {
        var decided = CreateTestProbe();
        var grandparent = Sys.ActorOf(Parent.Props(
            new OneForOneStrategy(cause =>
            {
                decided.Ref.Tell(cause.Message, ActorRefs.NoSender);
                return Directive.Restart;
            }),
            Parent.Props(new OneForOneStrategy(_ => Directive.Escalate), Props.Create(() => new Counter(TestActor)))));
        grandparent.Tell(5);
        ExpectMsg(5);

        grandparent.Tell("fail");
        decided.ExpectMsg("no");
        grandparent.Tell(6);

        ExpectMsg(6);
    }

    [Fact]
    public void A_parent_that_is_resumed_after_escalation_resumes_the_failed_child()
    {
        var grandparent = Sys.ActorOf(Parent.Props(
            new OneForOneStrategy(_ => Directive.Resume),
            Parent.Props(new OneForOneStrategy(_ => Directive.Escalate), Props.Create(() => new Counter(TestActor)))));
        foreach (var message in new object[] { 5, "fail", 6 })
            grandparent.Tell(message);

        ExpectMsg(5);
        ExpectMsg(11);
    }

    [Fact]
    public void Siblings_of_the_failed_child_go_on()
    {
        var parent = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            context.Sender.Tell(context.ActorOf(Props.Create(() => new Counter(TestActor))));
        }));
        parent.Tell("child");
        var failing = ExpectMsg<IActorRef>();
        parent.Tell("child");
        var healthy = ExpectMsg<IActorRef>();

        healthy.Tell(1);
        ExpectMsg(1);
        failing.Tell("fail");
        failing.Tell(1);
        ExpectMsg(1);
        healthy.Tell(1);
        ExpectMsg(2);
    }

    [Fact]
    public async Task A_terminated_system_has_stopped_all_its_actors()
    {
        var system = ActorSystem.Create("other");
        system.ActorOf(Props.Create(() => new Family(TestActor, 1)));

        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(5));

        system.WhenTerminated.IsCompleted.ShouldBeTrue();
        ExpectMsg("stopped 0");
        ExpectMsg("stopped 1");
    }

    /// <summary>Sums up; each new one starts at 0.</summary>
    private sealed class Counter : ReceiveActor
    {
        private int _sum;

        public Counter(IActorRef listener)
        {
            Receive<int>(number => listener.Tell(_sum += number, ActorRefs.NoSender));
            Receive<string>(_ => throw new InvalidOperationException("no"));
        }
    }

    /// <summary>Passes all on to its only child.</summary>
    private sealed class Parent(SupervisorStrategy strategy, Props child) : UntypedActor
    {
        private IActorRef _child = ActorRefs.Nobody;

        public static Props Props(SupervisorStrategy strategy, Props child) => Akka.Actor.Props.Create(() => new Parent(strategy, child));

        protected override SupervisorStrategy SupervisorStrategy() => strategy;

        protected override void PreStart() => _child = Context.ActorOf(child);

        protected override void OnReceive(object message) => _child.Forward(message);
    }

    private sealed class Hooked(IActorRef listener) : UntypedActor
    {
        protected override void PreStart() => listener.Tell("PreStart");

        protected override void PostStop() => listener.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            listener.Tell($"PreRestart of {message}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            listener.Tell($"PostRestart after {reason.Message}");
            base.PostRestart(reason);
        }

        protected override void OnReceive(object message) => throw new InvalidOperationException("no");
    }

    private sealed class Family(IActorRef listener, int generations) : UntypedActor
    {
        protected override void PreStart()
        {
            if (generations > 0)
                Context.ActorOf(Props.Create(() => new Family(listener, generations - 1)));
        }

        protected override void PostStop() => listener.Tell($"stopped {generations}", ActorRefs.NoSender);

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Stillborn : UntypedActor
    {
        public Stillborn() => throw new InvalidOperationException("no");

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
