namespace Orchestrator.Tests.Streams.Support;

/// <summary>A clock that stands still until it is told to go on.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Lets time pass and fires what falls due, each at its time.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetTimestamp() + by.Ticks;
        while (Next(end) is { } alarm)
        {
            alarm.Fire();
        }

        Interlocked.Exchange(ref _now, end);
    }

    private Alarm? Next(long end)
    {
        lock (_lock)
        {
            if (_alarms.MinBy(alarm => alarm.Due) is not { } alarm || alarm.Due > end)
            {
                return null;
            }

            _alarms.Remove(alarm);
            Interlocked.Exchange(ref _now, alarm.Due);
            return alarm;
        }
    }

    private sealed class Alarm(VirtualTime time, Action fire) : ITimer
    {
        private bool _isDisposed;

        public long Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._alarms.Remove(this);
                if (!_isDisposed && dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime.Ticks;
                    time._alarms.Add(this);
                }

                return !_isDisposed;
            }
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                _isDisposed = true;
                time._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
