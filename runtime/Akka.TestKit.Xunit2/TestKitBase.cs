using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Xunit;

namespace Akka.TestKit;

/// <summary>An actor that a test looks through: what it received, waited for in real time, for 3 s if not told otherwise.</summary>
public abstract class TestKitBase
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);
    private static int _testActors;
    private readonly BlockingCollection<Envelope> _received = [];
    private Envelope _last;

    internal TestKitBase(ActorSystem system, string? testActorName)
    {
        Sys = system;
        var received = _received;
        var props = Props.Create(() => new TestActor(received)).OnTheCallingThread();
        TestActor = ((ExtendedActorSystem)system).SystemActorOf(props, testActorName ?? $"testActor{Interlocked.Increment(ref _testActors)}");
    }

    public ActorSystem Sys { get; }

    public IActorRef TestActor { get; }

    /// <summary>The sender of the last message that the test took.</summary>
    public IActorRef LastSender => _last.Sender ?? throw new InvalidOperationException("No message was received yet.");

    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    public IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Tell(new TestActor.WatchIt(actorToWatch));
        return actorToWatch;
    }

    /// <summary>The next message, which must be of that type.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default)
    {
        var message = ReceiveOne(duration ?? _patience, cancellationToken);
        if (message is not T)
            Fail(message is null ? $"Timeout {duration ?? _patience} while waiting for a message of type {typeof(T)}" : $"Expected a message of type {typeof(T)}, but received {{{message}}} (type {message.GetType()}) instead from {LastSender}", hint);
        return (T)message!;
    }

    /// <summary>The next message, which must equal that one.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default)
    {
        var received = ExpectMsg<T>(timeout, hint, cancellationToken);
        Assert.Equal(message, received);
        return received;
    }

    /// <summary>Nothing may come for that long.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (ReceiveOne(duration, cancellationToken) is { } message)
            Fail($"Expected no messages during the duration, instead we received {{{message}}} from {LastSender}", null);
    }

    /// <summary>The next message, which must tell of the end of that actor; <see cref="Watch"/> it before.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default)
    {
        var terminated = ExpectMsg<Terminated>(timeout, hint ?? $"Terminated {target}", cancellationToken);
        Assert.Equal(target, terminated.ActorRef);
        return terminated;
    }

    /// <summary>The first message that is the one; those before it are dropped.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string? hint = null, CancellationToken cancellationToken = default)
    {
        var limit = max ?? _patience;
        var start = Stopwatch.GetTimestamp();
        for (var left = limit; left >= TimeSpan.Zero; left = limit - Stopwatch.GetElapsedTime(start))
        {
            if (ReceiveOne(left, cancellationToken) is T candidate && isMessage(candidate))
                return candidate;
        }
        Fail($"Timeout ({limit}) during fishForMessage of {typeof(T)}", hint);
        return default!;
    }

    /// <summary>The next message, or null if none comes in time.</summary>
    private object? ReceiveOne(TimeSpan max, CancellationToken cancellationToken)
    {
        if (!_received.TryTake(out var envelope, (int)max.TotalMilliseconds, cancellationToken))
            return null;
        _last = envelope;
        return envelope.Message;
    }

    private static void Fail(string what, string? hint) => Assert.Fail(hint is null ? what : $"{what} ({hint})");
}
