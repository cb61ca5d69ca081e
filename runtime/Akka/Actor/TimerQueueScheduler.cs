namespace Akka.Actor;

/// <summary>The scheduler of real time: .NET's own timers.</summary>
internal sealed class TimerQueueScheduler : IScheduler, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    public DateTimeOffset Now => DateTimeOffset.Now;

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, null, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    public void Dispose() => _stopped.Cancel();

    private void Schedule(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (interval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(interval), "The interval must be above zero.");
        if (_stopped.IsCancellationRequested || cancelable?.IsCancellationRequested == true)
            return;
        _ = new Job(this, delay, interval, action, cancelable);
    }

    /// <summary>.NET's timer keeps its state alive, hence the job, until it has fired for the last time.</summary>
    private sealed class Job
    {
        /// <summary>.NET's timers wait no longer than 49 days at a time.</summary>
        private static readonly TimeSpan _longest = TimeSpan.FromDays(40);

        private readonly TimerQueueScheduler _scheduler;
        private readonly Action _action;
        private readonly ICancelable? _cancelable;
        private readonly TimeSpan? _interval;
        private readonly Timer _timer;
        private readonly CancellationTokenRegistration _registration;
        private TimeSpan _left;

        public Job(TimerQueueScheduler scheduler, TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
        {
            _scheduler = scheduler;
            _action = action;
            _cancelable = cancelable;
            // Never early: .NET's timers drop fractions of a millisecond.
            _left = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
            _interval = interval;
            _timer = new Timer(static job => ((Job)job!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (cancelable is not null)
                _registration = cancelable.Token.UnsafeRegister(static job => ((Job)job!)._timer.Dispose(), this);
            Arm();
        }

        private void Arm()
        {
            var step = _left < _longest ? _left : _longest;
            _left -= step;
            try
            {
                _timer.Change(step, _left > TimeSpan.Zero ? Timeout.InfiniteTimeSpan : _interval ?? Timeout.InfiniteTimeSpan);
            }
            catch (ObjectDisposedException)
            {
                // Called off meanwhile.
            }
        }

        private void Run()
        {
            var over = _scheduler._stopped.IsCancellationRequested || _cancelable?.IsCancellationRequested == true;
            if (!over && _left > TimeSpan.Zero)
            {
                Arm();
                return;
            }
            if (over || _interval is null)
            {
                _timer.Dispose();
                _registration.Dispose();
            }
            if (!over)
                _action();
        }
    }
}
