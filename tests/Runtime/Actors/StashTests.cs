using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace Orchestrator.Tests.Runtime.Actors;

public class StashTests : TestKit
{
    public StashTests()
        : base("akka.loglevel = OFF")
    {
    }

    [Fact]
    public void Stashed_messages_come_back_in_order_before_what_came_later()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Gate(TestActor)));
        foreach (var message in new object[] { 1, 2, "open", 3, "close", 4 })
            actor.Tell(message);
        actor.Tell("open");

        for (var i = 1; i <= 4; i++)
            ExpectMsg(i);
    }

    [Fact]
    public void Stashed_messages_keep_their_sender()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Gate(TestActor)));
        var sender = CreateTestProbe();
        sender.Send(actor, 1);

        actor.Tell("open");

        ExpectMsg(1);
        LastSender.ShouldBe(sender.Ref);
    }

    [Fact]
    public void A_restart_gives_the_stash_back_to_the_mailbox()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Gate(TestActor)));
        foreach (var message in new object[] { 1, 2, "fail", "open" })
            actor.Tell(message);

        ExpectMsg(1);
        ExpectMsg(2);
    }

    [Fact]
    public void A_message_cannot_be_stashed_twice()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Gate(TestActor)));

        actor.Tell("twice");

        ExpectMsg<IllegalActorStateException>();
    }

    /// <summary>Closed it stashes numbers, open it passes them on.</summary>
    private sealed class Gate : ReceiveActor, IWithStash
    {
        private readonly IActorRef _listener;

        public Gate(IActorRef listener)
        {
            _listener = listener;
            Closed();
        }

        public IStash Stash { get; set; } = null!;

        private void Closed()
        {
            Receive<int>(_ => Stash.Stash());
            Receive<string>(
                _ =>
                {
                    Become(Open);
                    Stash.UnstashAll();
                },
                m => m == "open");
            Receive<string>(
                _ =>
                {
                    Stash.Stash();
                    try
                    {
                        Stash.Stash();
                    }
                    catch (IllegalActorStateException e)
                    {
                        _listener.Tell(e);
                    }
                },
                m => m == "twice");
            Receive<string>(_ => throw new InvalidOperationException("no"), m => m == "fail");
        }

        private void Open()
        {
            Receive<int>(number => _listener.Forward(number));
            Receive<string>(_ => Become(Closed), m => m == "close");
        }
    }
}
