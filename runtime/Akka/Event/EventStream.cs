namespace Akka.Event;

/// <summary>The system-wide bus: dead letters, unhandled messages, log events and whatever the application publishes.</summary>
public class EventStream : LoggingBus
{
    public EventStream(bool debug) => _ = debug;
}
