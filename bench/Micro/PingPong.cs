using Akka.Actor;

namespace Orchestrator.Bench.Micro;

/// <summary>Two of these play one ball to each other, until the number on it is used up.</summary>
internal sealed class PingPong : ReceiveActor
{
    private IActorRef _asker = ActorRefs.Nobody;

    public PingPong()
    {
        Receive<Serve>(serve =>
        {
            _asker = Sender;
            serve.To.Tell(new Ball(serve.Messages, Self));
        });
        Receive<Ball>(ball =>
        {
            if (ball.Left > 1)
                Sender.Tell(ball with { Left = ball.Left - 1 });
            else
                ball.Server.Tell("out");
        });
        Receive<string>(_ => _asker.Tell("done"));
    }

    public sealed record Serve(IActorRef To, int Messages);

    private sealed record Ball(int Left, IActorRef Server);
}
