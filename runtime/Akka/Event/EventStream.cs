using Akka.Actor;

namespace Akka.Event;

/// <summary>The system-wide bus: dead letters, unhandled messages and log events, for the subscribers of the event's type, its bases and interfaces.</summary>
public class EventStream : EventBus<object, Type, IActorRef>
{
    private readonly Lock _lock = new();
    private volatile (Type Type, IActorRef Subscriber)[] _subscriptions = [];

    internal EventStream() { }

    public override bool Subscribe(IActorRef subscriber, Type classifier)
    {
        lock (_lock)
        {
            if (_subscriptions.Contains((classifier, subscriber)))
                return false;
            _subscriptions = [.. _subscriptions, (classifier, subscriber)];
            return true;
        }
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        // Every actor does so at its end, few have anything to take back.
        if (!Array.Exists(_subscriptions, s => s.Subscriber.Equals(subscriber)))
            return false;
        lock (_lock)
            _subscriptions = Array.FindAll(_subscriptions, s => !s.Subscriber.Equals(subscriber));
        return true;
    }

    public override void Publish(object @event)
    {
        foreach (var subscriber in _subscriptions.Where(s => s.Type.IsInstanceOfType(@event)).Select(s => s.Subscriber).Distinct())
            subscriber.Tell(@event, ActorRefs.NoSender);
    }
}
