using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace Orchestrator.Tests.Runtime.Actors;

public class AsyncTests : TestKit
{
    public AsyncTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public void The_next_message_waits_for_the_end_of_an_asynchronous_handler()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(TestActor, gate.Task)));

        actor.Tell("slow");
        actor.Tell("quick");
        ExpectMsg("slow begins");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();

        ExpectMsg("slow ends");
        ExpectMsg("quick");
    }

    [Fact]
    public void Self_sender_and_context_stay_valid_across_awaits()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(TestActor, gate.Task)));
        var sender = CreateTestProbe();
        sender.Send(actor, "who");
        ExpectMsg("asked");

        gate.SetResult();

        sender.ExpectMsg<IActorRef>().ShouldBe(actor);
        sender.ExpectMsg<IActorRef>().Path.Parent.ShouldBe(actor.Path);
    }

    [Fact]
    public void The_fault_of_an_asynchronous_handler_is_the_actors_failure()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(TestActor, gate.Task)));

        actor.Tell("slow");
        actor.Tell("quick");
        ExpectMsg("slow begins");
        gate.SetException(new InvalidDataException("broken"));

        ExpectMsg("restarted after broken");
        ExpectMsg("quick");
    }

    [Fact]
    public void Actor_failure_of_a_child_is_handled_while_an_asynchronous_handler_waits()
    {
        var gate = new TaskCompletionSource();
        var actor = Sys.ActorOf(Props.Create(() => new Worker(TestActor, gate.Task)));
        actor.Tell("child");
        var child = ExpectMsg<IActorRef>();
        actor.Tell("slow");
        ExpectMsg("slow begins");

        child.Tell("fail");
        child.Tell("alive");

        ExpectMsg("alive");
        gate.SetResult();
        ExpectMsg("slow ends");
    }

    [Fact]
    public void A_piped_task_arrives_as_a_message()
    {
        Task.FromResult(42).PipeTo(TestActor);
        ExpectMsg(42);

        Task.FromResult(42).PipeTo(TestActor, success: n => $"got {n}");
        ExpectMsg("got 42");
    }

    [Fact]
    public void A_piped_tasks_fault_arrives_as_a_failure()
    {
        Task.FromException<int>(new InvalidDataException("broken")).PipeTo(TestActor);
        ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<InvalidDataException>().Message.ShouldBe("broken");

        Task.FromException<int>(new InvalidDataException("broken")).PipeTo(TestActor, failure: e => e.Message);
        ExpectMsg("broken");
    }

    [Fact]
    public void A_piped_message_has_the_sender_that_was_given()
    {
        var other = CreateTestProbe();

        Task.FromResult(1).PipeTo(TestActor, other.Ref);

        ExpectMsg(1);
        LastSender.ShouldBe(other.Ref);
    }

    private sealed class Worker : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Worker(IActorRef listener, Task gate)
        {
            _listener = listener;
            ReceiveAsync<string>(
                async _ =>
                {
                    listener.Tell("slow begins");
                    await gate;
                    listener.Tell("slow ends");
                },
                m => m == "slow");
            ReceiveAsync<string>(
                async _ =>
                {
                    listener.Tell("asked");
                    await gate;
                    Sender.Tell(Self);
                    await Task.Yield();
                    Sender.Tell(Context.ActorOf(Scripted.Echo()));
                },
                m => m == "who");
            Receive<string>(
                _ =>
                {
                    listener.Tell(Context.ActorOf(Scripted.Props((_, message) =>
                    {
                        if (message is "fail")
                            throw new InvalidOperationException("no");
                        listener.Tell(message);
                    })));
                },
                m => m == "child");
            Receive<string>(m => listener.Tell(m));
        }

        protected override void PostRestart(Exception reason) => _listener.Tell($"restarted after {reason.Message}");
    }
}
