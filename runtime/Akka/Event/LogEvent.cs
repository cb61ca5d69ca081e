namespace Akka.Event;

/// <summary>What the runtime logs: it is published on the event stream, for whoever subscribed.</summary>
public abstract class LogEvent
{
    private protected LogEvent(Exception? cause, string logSource, object message)
    {
        Cause = cause;
        LogSource = logSource;
        Message = message;
    }

    public Exception? Cause { get; }

    public string LogSource { get; }

    public object Message { get; }
}

public class Warning : LogEvent
{
    internal Warning(Exception? cause, string logSource, object message) : base(cause, logSource, message) { }
}

public class Error : LogEvent
{
    internal Error(Exception? cause, string logSource, object message) : base(cause, logSource, message) { }
}
