using Akka.Actor;
using Akka.Event;

namespace Orchestrator.Actors.Sessions;

/// <summary>Closes the streams of messages whose receiver was gone, so that no socket is left behind.</summary>
public sealed class StreamReaper : ReceiveActor
{
    /// <summary>Listens to dead letters.</summary>
    public StreamReaper() =>
        Receive<DeadLetter>(letter => (letter.Message as ICarriesStream)?.Stream.Dispose());

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    /// <inheritdoc/>
    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);
}
