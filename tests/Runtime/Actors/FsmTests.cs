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
    public void A_transition_changes_state_and_data_and_is_told_to_its_handlers()
    {
        var light = Start();

        light.Tell("go");
        ExpectMsg("Red to Green with 1");
        light.Tell("data");

        ExpectMsg(1);
    }

    [Fact]
    public void Stay_is_no_transition_and_replies_go_to_the_sender()
    {
        var light = Start();

        light.Tell("state");

        ExpectMsg(Light.Red);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_state_timeout_comes_when_the_state_lasts_too_long()
    {
        var light = Start();
        light.Tell("go");
        ExpectMsg("Red to Green with 1");
        Done(light);

        Clock.Advance(TimeSpan.FromSeconds(10));

        ExpectMsg("Green to Yellow with 1");
    }

    [Fact]
    public void Any_message_starts_the_state_timeout_anew()
    {
        var light = Start();
        light.Tell("go");
        ExpectMsg("Red to Green with 1");
        Done(light);

        Clock.Advance(TimeSpan.FromSeconds(9));
        Done(light);
        Clock.Advance(TimeSpan.FromSeconds(9));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(TimeSpan.FromSeconds(1));

        ExpectMsg("Green to Yellow with 1");
    }

    [Fact]
    public void A_named_timer_survives_transitions_and_can_be_replaced_and_cancelled()
    {
        var light = Start();
        light.Tell("timer");
        light.Tell("go");
        ExpectMsg("Red to Green with 1");
        Done(light);
        Clock.Advance(TimeSpan.FromSeconds(5));
        ExpectMsg("timer in Green");

        light.Tell("timer");
        Done(light);
        Clock.Advance(TimeSpan.FromSeconds(3));
        light.Tell("timer");
        Done(light);
        Clock.Advance(TimeSpan.FromSeconds(3));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        light.Tell("no timer");
        Done(light);
        Clock.Advance(TimeSpan.FromSeconds(5));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void What_a_state_does_not_know_goes_to_WhenUnhandled()
    {
        var light = Start();

        light.Tell("strange");

        ExpectMsg("strange in Red?");
    }

    [Fact]
    public void Stop_runs_the_termination_handler_with_the_reason_and_ends_the_actor()
    {
        var light = Start();
        Watch(light);

        light.Tell("stop");

        ExpectMsg("end in Red: Normal");
        ExpectTerminated(light);
    }

    [Fact]
    public void A_machine_that_is_stopped_from_outside_ends_with_shutdown()
    {
        var light = Start();
        Watch(light);

        Sys.Stop(light);

        ExpectMsg("end in Red: Shutdown");
        ExpectTerminated(light);
    }

    private IActorRef Start()
    {
        var light = Sys.ActorOf(Props.Create(() => new TrafficLight(TestActor)));
        Done(light);
        return light;
    }

    /// <summary>Waits until the machine has handled all before.</summary>
    private void Done(IActorRef light)
    {
        var probe = CreateTestProbe();
        probe.Send(light, "state");
        probe.ExpectMsg<Light>();
    }

    private sealed class TrafficLight : FSM<Light, int>
    {
        public TrafficLight(IActorRef listener)
        {
            StartWith(Light.Red, 0);
            When(Light.Red, e => e.FsmEvent switch
            {
                "go" => GoTo(Light.Green).Using(e.StateData + 1),
                "stop" => Stop(),
                _ => null,
            });
            When(
                Light.Green,
                e =>
                {
                    if (e.FsmEvent is StateTimeout)
                        return GoTo(Light.Yellow);
                    if (e.FsmEvent is "tick")
                        listener.Tell($"timer in {StateName}");
                    return e.FsmEvent is "tick" ? Stay() : null;
                },
                TimeSpan.FromSeconds(10));
            When(Light.Yellow, _ => null);
            WhenUnhandled(e =>
            {
                switch (e.FsmEvent)
                {
                    case "state":
                        return Stay().Replying(StateName);
                    case "data":
                        return Stay().Replying(e.StateData);
                    case "timer":
                        SetTimer("name", "tick", TimeSpan.FromSeconds(5));
                        return Stay();
                    case "no timer":
                        CancelTimer("name");
                        return Stay();
                    default:
                        listener.Tell($"{e.FsmEvent} in {StateName}?");
                        return Stay();
                }
            });
            OnTransition((from, to) =>
            {
                if (from != to)
                    listener.Tell($"{from} to {to} with {NextStateData}");
            });
            OnTermination(e => listener.Tell($"end in {e.TerminatedState}: {e.Reason.GetType().Name}"));
            Initialize();
        }
    }
}
