using Akka.Actor;
using Akka.TestKit;

namespace Orchestrator.Tests.Runtime.Actors;

public class TimerTests : Akka.TestKit.Xunit2.TestKit
{
    public TimerTests()
        : base("""
               akka.loglevel = OFF
               akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
               """)
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_single_timer_fires_once()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", TimeSpan.FromSeconds(10)));

        Clock.Advance(TimeSpan.FromSeconds(9));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        Do(actor, timers => timers.IsTimerActive("key").ShouldBeFalse());
        Clock.Advance(TimeSpan.FromSeconds(30));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_periodic_timer_fires_until_cancelled()
    {
        var actor = Start();
        Do(actor, timers => timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1)));

        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            ExpectMsg("tick");
        }
        Do(actor, timers => timers.Cancel("key"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void The_message_of_a_replaced_timer_never_arrives_even_if_it_is_in_the_mailbox()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "old", TimeSpan.FromSeconds(1)));

        Do(actor, timers =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            timers.StartSingleTimer("key", "new", TimeSpan.FromSeconds(1));
        });
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromSeconds(1));

        ExpectMsg("new");
    }

    [Fact]
    public void The_message_of_a_cancelled_timer_never_arrives_even_if_it_is_in_the_mailbox()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", TimeSpan.FromSeconds(1)));

        Do(actor, timers =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            timers.Cancel("key");
        });

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Timers_end_with_a_restart()
    {
        var actor = Start();
        Do(actor, timers => timers.StartSingleTimer("key", "tick", TimeSpan.FromSeconds(1)));

        actor.Tell(new InvalidOperationException("no"));
        Do(actor, timers => timers.IsTimerActive("key").ShouldBeFalse());
        Clock.Advance(TimeSpan.FromSeconds(1));

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Clockwork(TestActor)));

    /// <summary>Has the actor do that, and waits until it is done.</summary>
    private void Do(IActorRef actor, Action<ITimerScheduler> action)
    {
        var done = CreateTestProbe();
        actor.Tell(action, done.Ref);
        done.ExpectMsg("done");
    }

    private sealed class Clockwork : ReceiveActor, IWithTimers
    {
        public Clockwork(IActorRef listener)
        {
            Receive<Action<ITimerScheduler>>(action =>
            {
                action(Timers);
                Sender.Tell("done");
            });
            Receive<Exception>(e => throw e);
            ReceiveAny(message => listener.Tell(message));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
