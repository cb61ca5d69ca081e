using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Event;

/// <summary>Publishes to the subscribers of the event's type, its bases and interfaces; log events go to the standard output as well.</summary>
public abstract class LoggingBus : EventBus<object, Type, IActorRef>
{
    private const LogLevel Off = (LogLevel)int.MaxValue;
    private readonly Lock _lock = new();
    private volatile (Type Type, IActorRef Subscriber)[] _subscriptions = [];
    private volatile ConcurrentDictionary<Type, IActorRef[]> _subscribersByType = new();

    internal LoggingBus()
    {
    }

    public LogLevel LogLevel { get; private set; }

    public override bool Subscribe(IActorRef subscriber, Type classifier)
    {
        lock (_lock)
        {
            if (_subscriptions.Contains((classifier, subscriber)))
                return false;
            Change([.. _subscriptions, (classifier, subscriber)]);
            return true;
        }
    }

    public override bool Unsubscribe(IActorRef subscriber) => Remove(s => s.Subscriber.Equals(subscriber));

    public override bool Unsubscribe(IActorRef subscriber, Type classifier) => Remove(s => s.Type == classifier && s.Subscriber.Equals(subscriber));

    public override void Publish(object @event)
    {
        if (@event is LogEvent logEvent && logEvent.LogLevel() >= LogLevel)
            Console.WriteLine(logEvent);
        foreach (var subscriber in _subscribersByType.GetOrAdd(@event.GetType(), FindSubscribers))
            subscriber.Tell(@event, ActorRefs.NoSender);
    }

    internal void Configure(Config config) => LogLevel = Parse(config.GetString("akka.loglevel"));

    private static LogLevel Parse(string? level) =>
        string.Equals(level, "off", StringComparison.OrdinalIgnoreCase) ? Off : Logging.LogLevelFor(level ?? "INFO");

    private bool Remove(Predicate<(Type Type, IActorRef Subscriber)> which)
    {
        if (!Array.Exists(_subscriptions, which))
            return false;
        lock (_lock)
        {
            Change(Array.FindAll(_subscriptions, s => !which(s)));
            return true;
        }
    }

    private void Change((Type, IActorRef)[] subscriptions)
    {
        _subscriptions = subscriptions;
        _subscribersByType = new ConcurrentDictionary<Type, IActorRef[]>();
    }

    private IActorRef[] FindSubscribers(Type type) =>
        [.. _subscriptions.Where(s => s.Type.IsAssignableFrom(type)).Select(s => s.Subscriber).Distinct()];
}
