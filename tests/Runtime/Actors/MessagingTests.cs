using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace Orchestrator.Tests.Runtime.Actors;

public class MessagingTests : TestKit
{
    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order_and_are_never_handled_in_parallel()
    {
        const int Senders = 4;
        const int Each = 20_000;
        var inside = 0;
        var parallel = false;
        var outOfOrder = false;
        var next = new int[Senders];
        var total = 0;
        var done = new TaskCompletionSource();
        var actor = Sys.ActorOf(Scripted.Props((_, message) =>
        {
            parallel |= Interlocked.Increment(ref inside) != 1;
            var (sender, number) = ((int, int))message;
            outOfOrder |= next[sender]++ != number;
            Interlocked.Decrement(ref inside);
            if (++total == Senders * Each)
                done.SetResult();
        }));

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                actor.Tell((sender, i));
        })));

        await done.Task.WaitAsync(TimeSpan.FromSeconds(20));
        outOfOrder.ShouldBeFalse();
        parallel.ShouldBeFalse();
    }

    [Fact]
    public void Tell_without_a_sender_names_the_actor_that_tells_and_forward_keeps_the_first_sender()
    {
        var echo = Sys.ActorOf(Scripted.Echo());
        var between = Sys.ActorOf(Scripted.Forwarding(echo));

        between.Tell("hello");

        ExpectMsg("hello");
        LastSender.ShouldBe(echo);
    }

    [Fact]
    public void A_message_without_sender_seems_to_come_from_dead_letters()
    {
        var actor = Sys.ActorOf(Scripted.Props((context, _) => TestActor.Tell(context.Sender.Equals(context.System.DeadLetters))));

        actor.Tell("hello", ActorRefs.NoSender);

        ExpectMsg(true);
    }

    [Fact]
    public void Null_is_no_message() =>
        Should.Throw<InvalidMessageException>(() => TestActor.Tell(null!));

    [Fact]
    public void A_message_to_a_stopped_actor_becomes_a_dead_letter()
    {
        var actor = Sys.ActorOf(Scripted.Echo());
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        actor.Tell("too late");

        var letter = ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("too late");
        letter.Recipient.ShouldBe(actor);
    }

    [Fact]
    public void What_is_left_in_the_mailbox_of_a_stopped_actor_becomes_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var actor = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            context.Self.Tell("after");
            context.Stop(context.Self);
        }));

        actor.Tell("go");

        ExpectMsg<DeadLetter>().Message.ShouldBe("after");
    }

    [Fact]
    public void What_no_handler_takes_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Words(TestActor)));

        actor.Tell(1.5);

        var unhandled = ExpectMsg<UnhandledMessage>();
        unhandled.Message.ShouldBe(1.5);
        unhandled.Recipient.ShouldBe(actor);
    }

    [Fact]
    public void The_first_declared_handler_that_matches_takes_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Words(TestActor)));

        actor.Tell("long word");
        actor.Tell("ab");
        actor.Tell(7);
        actor.Tell(8);

        ExpectMsg("long: long word");
        ExpectMsg("short: ab");
        ExpectMsg("odd");
        ExpectMsg("int");
    }

    [Fact]
    public void Become_replaces_the_handlers()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Moody(TestActor)));

        foreach (var message in new[] { "?", "sad", "?", "happy", "?" })
            actor.Tell(message);

        foreach (var mood in new[] { "happy", "sad", "happy" })
            ExpectMsg(mood);
    }

    [Fact]
    public async Task Ask_awaits_the_first_answer()
    {
        var echo = Sys.ActorOf(Scripted.Echo());

        (await echo.Ask<string>("hello", TimeSpan.FromSeconds(3))).ShouldBe("hello");
    }

    [Fact]
    public async Task Ask_without_an_answer_in_time_throws()
    {
        var silent = Sys.ActorOf(Scripted.Props((_, _) => { }));

        await Should.ThrowAsync<AskTimeoutException>(silent.Ask<string>("hello", TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task Ask_can_be_cancelled()
    {
        var silent = Sys.ActorOf(Scripted.Props((_, _) => { }));
        using var cancellation = new CancellationTokenSource();

        var ask = silent.Ask<string>("hello", null, cancellation.Token);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<TaskCanceledException>(ask);
    }

    [Fact]
    public async Task A_failure_as_answer_faults_the_ask_with_its_cause()
    {
        var failing = Sys.ActorOf(Scripted.Props((context, _) => context.Sender.Tell(new Status.Failure(new InvalidDataException("no")))));

        (await Should.ThrowAsync<InvalidDataException>(failing.Ask<string>("hello", TimeSpan.FromSeconds(3)))).Message.ShouldBe("no");
    }

    [Fact]
    public async Task An_answer_of_another_type_faults_the_ask()
    {
        var echo = Sys.ActorOf(Scripted.Echo());

        await Should.ThrowAsync<ArgumentException>(echo.Ask<int>("hello", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Graceful_stop_lets_the_mailbox_be_worked_off_first()
    {
        var actor = Sys.ActorOf(Scripted.Props((context, message) =>
        {
            if (message is "stop")
                context.Stop(context.Self);
            else
                TestActor.Tell(message);
        }));
        actor.Tell("one");
        actor.Tell("two");

        (await actor.GracefulStop(TimeSpan.FromSeconds(3), "stop")).ShouldBeTrue();

        ExpectMsg("one");
        ExpectMsg("two");
    }

    [Fact]
    public void Names_are_unique_among_siblings_and_children_without_a_name_get_one()
    {
        Sys.ActorOf(Scripted.Echo(), "only");

        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Scripted.Echo(), "only"));
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Scripted.Echo(), "a/b"));
        Should.Throw<InvalidActorNameException>(() => Sys.ActorOf(Scripted.Echo(), "$a"));
        Sys.ActorOf(Scripted.Echo()).Path.Name.ShouldStartWith("$");
        Sys.ActorOf(Scripted.Echo(), "user%40example.org").Path.ToString().ShouldBe("akka://test/user/user%40example.org");
    }

    [Fact]
    public void A_child_is_found_by_its_name_and_nobody_otherwise()
    {
        var actor = Sys.ActorOf(Scripted.Props((context, _) =>
        {
            var child = context.ActorOf(Scripted.Echo(), "child");
            context.Sender.Tell(context.Child("child").Equals(child));
            context.Sender.Tell(context.Child("other").Equals(ActorRefs.Nobody));
            context.Sender.Tell(context.GetChildren().Single().Equals(child));
        }));

        actor.Tell("go");

        ExpectMsg(true);
        ExpectMsg(true);
        ExpectMsg(true);
    }

    [Fact]
    public void The_event_stream_delivers_by_type_until_unsubscribed()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(IComparable<string>));
        Sys.EventStream.Publish(1);
        Sys.EventStream.Publish("text");
        ExpectMsg("text");

        Sys.EventStream.Unsubscribe(TestActor);
        Sys.EventStream.Publish("more");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Outside_of_its_turn_an_actor_has_no_context()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Escapee()));

        var outside = await actor.Ask<Func<IActorRef>>("self", TimeSpan.FromSeconds(3));

        // A thread of its own: one of the pool may still count as a test's actor.
        await Should.ThrowAsync<NotSupportedException>(Task.Factory.StartNew(outside, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    private sealed class Words : ReceiveActor
    {
        public Words(IActorRef listener)
        {
            Receive<string>(word => listener.Tell("long: " + word), word => word.Length > 3);
            Receive<string>(word => listener.Tell("short: " + word));
            Receive<int>(number =>
            {
                if (number % 2 == 0)
                    return false;
                listener.Tell("odd");
                return true;
            });
            Receive<int>(_ => listener.Tell("int"));
        }
    }

    private sealed class Moody : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Moody(IActorRef listener)
        {
            _listener = listener;
            Become(Happy);
        }

        private void Happy()
        {
            Receive<string>(_ => Become(Sad), m => m == "sad");
            Receive<string>(_ => _listener.Tell("happy"), m => m == "?");
        }

        private void Sad()
        {
            Receive<string>(_ => Become(Happy), m => m == "happy");
            Receive<string>(_ => _listener.Tell("sad"), m => m == "?");
        }
    }

    private sealed class Escapee : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(new Func<IActorRef>(() => Self));
    }
}
