using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A clock that only the test moves: `akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"`. One Advance fires what is due
/// at its end, in order, and each repeated job once.
/// </summary>
public class TestScheduler : IScheduler
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Job, (DateTimeOffset Due, long Number)> _jobs = new();
    private DateTimeOffset _now = DateTimeOffset.UtcNow;
    private long _number;

    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
    }

    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    public void Advance(TimeSpan offset)
    {
        var due = new List<Job>();
        lock (_lock)
        {
            _now += offset;
            while (_jobs.TryPeek(out var job, out var key) && key.Due <= _now)
            {
                _jobs.Dequeue();
                due.Add(job);
            }
        }
        foreach (var job in due)
        {
            if (job.Cancelable?.IsCancellationRequested == true)
                continue;
            job.Action();
            if (job.Interval is { } interval)
                Schedule(interval, interval, job.Action, job.Cancelable);
        }
    }

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        Schedule(delay, null, () => receiver.Tell(message, sender), null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(delay, null, () => receiver.Tell(message, sender), cancelable);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), null);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Schedule(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    private void Schedule(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        lock (_lock)
            _jobs.Enqueue(new Job(action, interval, cancelable), (_now + delay, _number++));
    }

    private sealed record Job(Action Action, TimeSpan? Interval, ICancelable? Cancelable);
}
