using Akka.Actor;
using Akka.Event;
using Orchestrator.Tests.Runtime.Actors;

namespace Orchestrator.Tests.Runtime;

public class TestKitTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public async Task Tests_speak_in_the_name_of_the_test_actor_also_after_an_await()
    {
        var echo = Sys.ActorOf(Scripted.Echo());
        await Task.Yield();

        echo.Tell("hello");

        await ExpectMsgAsync("hello");
    }

    [Fact]
    public void Another_message_than_expected_fails()
    {
        TestActor.Tell("hello");
        Should.Throw<Exception>(() => ExpectMsg<int>());

        TestActor.Tell("hello");
        Should.Throw<Exception>(() => ExpectMsg("good-bye"));

        TestActor.Tell("hello");
        Should.Throw<Exception>(() => ExpectNoMsg(TimeSpan.FromMilliseconds(50)));

        Should.Throw<Exception>(() => ExpectMsg("nothing", TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public void A_probe_answers_the_sender_of_what_it_took_last()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("question");

        probe.ExpectMsg("question");
        probe.Reply("answer");

        ExpectMsg("answer");
        LastSender.ShouldBe(probe.Ref);
    }

    [Fact]
    public void Fishing_drops_what_comes_before()
    {
        for (var i = 0; i < 5; i++)
            TestActor.Tell(i);

        FishForMessage<int>(i => i == 3).ShouldBe(3);
        ExpectMsg(4);
    }

    [Fact]
    public async Task An_assertion_is_tried_until_it_holds()
    {
        var count = 0;
        await AwaitAssertAsync(() => (++count).ShouldBe(3), interval: TimeSpan.FromMilliseconds(1));
        count.ShouldBe(3);

        await Assert.ThrowsAsync<ShouldAssertException>(() => AwaitAssertAsync(() => 1.ShouldBe(2), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public async Task An_event_filter_sees_the_log()
    {
        var actor = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            if (message is Exception e)
                throw e;
            context.GetLogger().Warning("careful with {0}", message);
        }));

        EventFilter.Warning("careful with fire").ExpectOne(() => actor.Tell("fire"));
        await EventFilter.Exception<InvalidDataException>().ExpectOneAsync(() =>
        {
            actor.Tell(new InvalidDataException("broken"));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_probe_can_be_watched_and_stopped()
    {
        var probe = CreateTestProbe();
        Watch(probe.Ref);

        probe.Ref.Tell(PoisonPill.Instance);

        ExpectTerminated(probe.Ref);
    }
}
