using Akka.Actor;

namespace Akka.TestKit;

/// <summary>
/// A clock that only the test moves: `akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"`. One Advance fires what is due
/// at its end, in order, and each repeated job once.
/// </summary>
public class TestScheduler : IScheduler
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Job, (TimeSpan Due, long Number)> _jobs = new();
    private TimeSpan _now;
    private long _number;

    internal TestScheduler() { }

    public void Advance(TimeSpan offset)
    {
        var due = new List<Job>();
        lock (_lock)
        {
            _now += offset;
            while (_jobs.TryPeek(out var job, out var key) && key.Due <= _now)
                due.Add(_jobs.Dequeue());
        }
        foreach (var job in due.Where(job => !job.IsCalledOff))
        {
            job.Receiver.Tell(job.Message, ActorRefs.NoSender);
            if (job.Interval is { } interval)
                Enqueue(job, interval);
        }
    }

    IDisposable IScheduler.Schedule(TimeSpan delay, TimeSpan? interval, IActorRef receiver, object message)
    {
        var job = new Job(interval, receiver, message);
        Enqueue(job, delay);
        return job;
    }

    private void Enqueue(Job job, TimeSpan delay)
    {
        lock (_lock)
            _jobs.Enqueue(job, (_now + delay, _number++));
    }

    private sealed record Job(TimeSpan? Interval, IActorRef Receiver, object Message) : IDisposable
    {
        public bool IsCalledOff { get; private set; }

        public void Dispose() => IsCalledOff = true;
    }
}
