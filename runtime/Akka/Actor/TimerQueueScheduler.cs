namespace Akka.Actor;

/// <summary>The scheduler of real time: .NET's own timers.</summary>
internal sealed class TimerQueueScheduler : IScheduler, IDisposable
{
    private volatile bool _stopped;

    public IDisposable Schedule(TimeSpan delay, TimeSpan? interval, IActorRef receiver, object message)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (interval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(interval), "The interval must be above zero.");
        return new Job(this, delay, interval, () => receiver.Tell(message, ActorRefs.NoSender));
    }

    public void Dispose() => _stopped = true;

    /// <summary>.NET's timer keeps its state alive, hence the job, until it has fired for the last time.</summary>
    private sealed class Job : IDisposable
    {
        /// <summary>.NET's timers wait no longer than 49 days at a time.</summary>
        private static readonly TimeSpan _longest = TimeSpan.FromDays(40);

        private readonly TimerQueueScheduler _scheduler;
        private readonly Action _action;
        private readonly TimeSpan? _interval;
        private readonly Timer _timer;
        private TimeSpan _left;

        public Job(TimerQueueScheduler scheduler, TimeSpan delay, TimeSpan? interval, Action action)
        {
            _scheduler = scheduler;
            _action = action;
            // Never early: .NET's timers drop fractions of a millisecond.
            _left = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
            _interval = interval;
            _timer = new Timer(static job => ((Job)job!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Arm();
        }

        public void Dispose() => _timer.Dispose();

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
            if (!_scheduler._stopped && _left > TimeSpan.Zero)
            {
                Arm();
                return;
            }
            if (_scheduler._stopped || _interval is null)
                _timer.Dispose();
            if (!_scheduler._stopped)
                _action();
        }
    }
}
