using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace Orchestrator.Tests.Runtime.Actors;

public class DeathWatchTests : TestKit
{
    public DeathWatchTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public void A_watcher_is_told_of_the_death()
    {
        var actor = Sys.ActorOf(Scripted.Echo());
        Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Watching_the_already_dead_tells_at_once()
    {
        var actor = Sys.ActorOf(Scripted.Echo());
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Unwatch_takes_back_even_what_is_in_the_mailbox()
    {
        var actor = Sys.ActorOf(Scripted.Echo());
        var watcher = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            switch (message)
            {
                case "watch":
                    context.Watch(actor);
                    context.Sender.Tell("watching");
                    break;
                case "unwatch":
                    context.Unwatch(actor);
                    context.Sender.Tell("not watching");
                    break;
                default:
                    TestActor.Tell(message);
                    break;
            }
        }));
        watcher.Tell("watch");
        ExpectMsg("watching");

        watcher.Tell("unwatch");
        ExpectMsg("not watching");
        Sys.Stop(actor);

        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Death_is_told_once_however_often_watched()
    {
        var actor = Sys.ActorOf(Scripted.Echo());
        Watch(actor);
        Watch(actor);

        Sys.Stop(actor);

        ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_watcher_that_does_not_handle_the_death_dies_of_it()
    {
        var subject = Sys.ActorOf(Scripted.Echo());
        var watcher = Sys.ActorOf(Props.Create(() => new Careless(subject)));
        Watch(watcher);

        Sys.Stop(subject);

        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_childs_name_is_free_when_its_death_is_told()
    {
        var parent = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            if (message is Terminated)
            {
                TestActor.Tell(context.ActorOf(Scripted.Echo(), "name").Path.Name);
                return;
            }
            context.Stop(context.Watch(context.ActorOf(Scripted.Echo(), "name")));
        }));

        parent.Tell("go");

        ExpectMsg("name");
    }

    [Fact]
    public void Messages_sent_before_the_death_arrive_before_its_news()
    {
        var actor = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            for (var i = 0; i < 10; i++)
                TestActor.Tell(i);
            context.Stop(context.Self);
        }));
        Watch(actor);

        actor.Tell("go");

        for (var i = 0; i < 10; i++)
            ExpectMsg(i);
        ExpectTerminated(actor);
    }

    private sealed class Careless : ReceiveActor
    {
        public Careless(IActorRef subject) => Context.Watch(subject);
    }
}
