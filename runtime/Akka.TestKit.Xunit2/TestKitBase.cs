using System.Diagnostics;
using System.Linq.Expressions;
using System.Threading.Channels;
using Akka.Actor;
using Xunit;

namespace Akka.TestKit;

/// <summary>An actor that a test looks through: what it received, waited for in real time.</summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _testActors;
    private readonly Channel<Envelope> _received = Channel.CreateUnbounded<Envelope>();
    private readonly TimeSpan _singleExpectDefault;
    private Envelope _last;

    internal TestKitBase(ActorSystem system, string? testActorName)
    {
        Sys = system;
        _singleExpectDefault = system.Settings.Config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3), allowInfinite: false);
        var props = Props.Create<TestActor>(_received.Writer).OnTheCallingThread();
        TestActor = ((ExtendedActorSystem)system).SystemActorOf(props, testActorName ?? $"testActor{Interlocked.Increment(ref _testActors)}");
    }

    public ActorSystem Sys { get; }

    public IActorRef TestActor { get; }

    /// <summary>The sender of the last message that the test took.</summary>
    public IActorRef LastSender => _last.Sender ?? throw new InvalidOperationException("No message was received yet.");

    private protected object LastReceived => _last.Message;

    public EventFilterFactory EventFilter => new(this);

    public IActorRef ActorOf(Props props) => Sys.ActorOf(props);

    public IActorRef ActorOf(Props props, string? name) => Sys.ActorOf(props, name);

    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory));

    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    public IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Tell(new TestActor.WatchIt(actorToWatch));
        return actorToWatch;
    }

    /// <summary>The next message, or null if none comes in time.</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Block(ReceiveOneAsync(max, cancellationToken));

    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        if (!_received.Reader.TryRead(out var envelope))
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(max ?? _singleExpectDefault);
            try
            {
                envelope = await _received.Reader.ReadAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
        _last = envelope;
        return envelope.Message;
    }

    private protected static T Block<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    /// <summary>Tries until it succeeds or the time is over; the attempt is told whether it is the last.</summary>
    private async Task<bool> TryUntil(Func<bool, Task<bool>> attempt, TimeSpan? max, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var limit = max ?? _singleExpectDefault;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = limit - Stopwatch.GetElapsedTime(start);
            if (await attempt(left <= TimeSpan.Zero).ConfigureAwait(false))
                return true;
            if (left <= TimeSpan.Zero)
                return false;
            var pause = interval ?? TimeSpan.FromMilliseconds(100);
            await Task.Delay(pause < left ? pause : left, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Fail(string what, string? hint) => Assert.Fail(hint is null ? what : $"{what} ({hint})");
}
