using Akka.Actor;
using Akka.TestKit;

namespace Orchestrator.Tests.Runtime.Actors;

public class FsmTests : Akka.TestKit.Xunit2.TestKit
{
    public FsmTests()
        : base("""
               akka.loglevel = OFF
               akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
               """)
    {
    }

    private enum Light
    {
        Red,
        Green,
        Yellow,
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void A_transition_changes_state_and_data()
    {
        var light = Start();

        light.Tell("go");

        Shows(light, "Green 1");
    }

    [Fact]
    public void Stay_is_no_transition()
    {
        var light = Start();

        light.Tell("count");

        Shows(light, "Red 1");
    }

    [Fact]
    public void A_state_timeout_comes_when_the_state_lasts_too_long()
    {
        var light = Start();
        light.Tell("go");
        Shows(light, "Green 1");

        Clock.Advance(TimeSpan.FromSeconds(10));

        ExpectMsg("timeout");
        Shows(light, "Yellow 1");
    }

    [Fact]
    public void Any_message_starts_the_state_timeout_anew()
    {
        var light = Start();
        light.Tell("go");
        Shows(light, "Green 1");

        Clock.Advance(TimeSpan.FromSeconds(9));
        Shows(light, "Green 1");
        Clock.Advance(TimeSpan.FromSeconds(9));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromSeconds(1));

        ExpectMsg("timeout");
    }

    [Fact]
    public void The_timeout_of_a_state_ends_with_it()
    {
        var light = Start();
        light.Tell("go");
        light.Tell("stop light");
        Shows(light, "Red 1");

        Clock.Advance(TimeSpan.FromSeconds(30));

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_named_timer_survives_transitions_and_is_replaced_by_its_namesake()
    {
        var light = Start();
        light.Tell("timer");
        light.Tell("go");
        Shows(light, "Green 1");
        Clock.Advance(TimeSpan.FromSeconds(5));
        ExpectMsg("tick in Green");

        light.Tell("timer");
        Shows(light, "Green 1");
        Clock.Advance(TimeSpan.FromSeconds(3));
        light.Tell("timer");
        Shows(light, "Green 1");
        Clock.Advance(TimeSpan.FromSeconds(3));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromSeconds(2));
        ExpectMsg("tick in Green");
    }

    [Fact]
    public void What_no_handler_takes_changes_nothing()
    {
        var light = Start();

        light.Tell("strange");

        Shows(light, "Red 0");
    }

    [Fact]
    public void Stop_runs_the_termination_handler_and_ends_the_actor()
    {
        var light = Start();
        Watch(light);

        light.Tell("end");

        ExpectMsg("ended");
        ExpectTerminated(light);
    }

    [Fact]
    public void A_machine_that_is_stopped_from_outside_runs_the_termination_handler_once()
    {
        var light = Start();
        Watch(light);

        Sys.Stop(light);

        ExpectMsg("ended");
        ExpectTerminated(light);
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new TrafficLight(TestActor)));

    /// <summary>Waits until the machine has handled all before, and says where it is.</summary>
    private void Shows(IActorRef light, string stateAndData)
    {
        var probe = CreateTestProbe();
        probe.Send(light, "show");
        probe.ExpectMsg(stateAndData);
    }

    private sealed class TrafficLight : FSM<Light, int>
    {
        public TrafficLight(IActorRef listener)
        {
            StartWith(Light.Red, 0);
            When(Light.Red, e => e.FsmEvent is "go" ? GoTo(Light.Green).Using(e.StateData + 1) : Other(Light.Red, e));
            When(
                Light.Green,
                e =>
                {
                    switch (e.FsmEvent)
                    {
                        case StateTimeout:
                            listener.Tell("timeout");
                            return GoTo(Light.Yellow);
                        case "stop light":
                            return GoTo(Light.Red);
                        case "tick":
                            listener.Tell("tick in Green");
                            return Stay();
                        default:
                            return Other(Light.Green, e);
                    }
                },
                TimeSpan.FromSeconds(10));
            When(Light.Yellow, e => Other(Light.Yellow, e));
            OnTermination(_ => listener.Tell("ended"));
            Initialize();
        }

        private State<Light, int>? Other(Light state, Event<int> e)
        {
            switch (e.FsmEvent)
            {
                case "show":
                    Sender.Tell($"{state} {e.StateData}");
                    return Stay();
                case "count":
                    return Stay().Using(e.StateData + 1);
                case "timer":
                    SetTimer("name", "tick", TimeSpan.FromSeconds(5));
                    return Stay();
                case "end":
                    return Stop();
                default:
                    return null;
            }
        }
    }
}
