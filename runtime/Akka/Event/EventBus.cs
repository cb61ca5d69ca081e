namespace Akka.Event;

public abstract class EventBus<TEvent, TClassifier, TSubscriber>
{
    public abstract bool Subscribe(TSubscriber subscriber, TClassifier classifier);

    public abstract bool Unsubscribe(TSubscriber subscriber);

    public abstract void Publish(TEvent @event);
}
