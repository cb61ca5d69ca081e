namespace Akka.Actor;

/// <summary>What a timer really sends; the cell asks its owner whether it still counts.</summary>
internal sealed record TimerMessage(TimerScheduler Owner, object Key, object Message, bool Repeats);

internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, (TimerMessage Message, IDisposable Job)> _timers = [];

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null);

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer))
            timer.Job.Dispose();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Job.Dispose();
        _timers.Clear();
    }

    /// <summary>Whether that message is of the timer that its key stands for now; a single timer ends with it.</summary>
    public bool TryTake(TimerMessage message)
    {
        if (!_timers.TryGetValue(message.Key, out var timer) || !ReferenceEquals(timer.Message, message))
            return false;
        if (!message.Repeats)
            _timers.Remove(message.Key);
        return true;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval)
    {
        Cancel(key);
        var sent = new TimerMessage(this, key, message, interval is not null);
        _timers[key] = (sent, cell.System.Scheduler.Schedule(delay, interval, cell.Self, sent));
    }
}
