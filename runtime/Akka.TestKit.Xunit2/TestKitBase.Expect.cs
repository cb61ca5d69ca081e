using System.Diagnostics;
using Akka.Actor;

namespace Akka.TestKit;

/// <summary>What a test may expect. Without a duration each waits for `akka.test.single-expect-default` (3 s).</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, which must be of that type.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Block(ExpectMsgAsync<T>(duration, hint, cancellationToken));

    public async ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default)
    {
        var message = await ReceiveOneAsync(duration, cancellationToken).ConfigureAwait(false);
        if (message is not T)
            Fail(message is null ? $"Timeout {duration ?? _singleExpectDefault} while waiting for a message of type {typeof(T)}" : $"Expected a message of type {typeof(T)}, but received {{{message}}} (type {message.GetType()}) instead from {LastSender}", hint);
        return (T)message!;
    }

    /// <summary>The next message, which must equal that one.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Block(ExpectMsgAsync(message, timeout, hint, cancellationToken));

    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(received => Xunit.Assert.Equal(message, received), timeout, hint, cancellationToken);

    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Block(ExpectMsgAsync(isMessage, timeout, hint, cancellationToken));

    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(
            received =>
            {
                if (!isMessage(received))
                    Fail($"Got a message of the expected type <{typeof(T)}>, but not the expected one: {{{received}}}", hint);
            },
            timeout,
            hint,
            cancellationToken);

    /// <summary>Nothing may come for that long; 3 s if not told.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectNoMsg(_singleExpectDefault, cancellationToken);

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(duration, cancellationToken).AsTask().GetAwaiter().GetResult();

    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (await ReceiveOneAsync(duration, cancellationToken).ConfigureAwait(false) is { } message)
            Fail($"Expected no messages during the duration, instead we received {{{message}}} from {LastSender}", null);
    }

    /// <summary>The next message, which must tell of the end of that actor; <see cref="Watch"/> it before.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectMsg<Terminated>(t => t.ActorRef.Equals(target), timeout, hint ?? $"Terminated {target}", cancellationToken);

    public async ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        await ExpectMsgAsync<Terminated>(t => t.ActorRef.Equals(target), timeout, hint ?? $"Terminated {target}", cancellationToken).ConfigureAwait(false);

    /// <summary>The first message that is the one; those before it are dropped.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Block(FishForMessageAsync(isMessage, max, hint, cancellationToken));

    public async ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string? hint = null, CancellationToken cancellationToken = default)
    {
        var limit = max ?? _singleExpectDefault;
        var start = Stopwatch.GetTimestamp();
        for (var left = limit; left >= TimeSpan.Zero; left = limit - Stopwatch.GetElapsedTime(start))
        {
            var message = await ReceiveOneAsync(left, cancellationToken).ConfigureAwait(false);
            if (message is T candidate && isMessage(candidate))
                return candidate;
            if (message is null)
                break;
        }
        Fail($"Timeout ({limit}) during fishForMessage of {typeof(T)}", hint);
        return default!;
    }

    /// <summary>Tries the assertion until it holds; at the end of the time its own failure is thrown.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(assertion, duration, interval, cancellationToken).GetAwaiter().GetResult();

    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration,
            interval,
            cancellationToken);

    public async Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        await TryUntil(
            async last =>
            {
                try
                {
                    await assertion().ConfigureAwait(false);
                    return true;
                }
                catch (Exception) when (!last)
                {
                    return false;
                }
            },
            duration,
            interval,
            cancellationToken).ConfigureAwait(false);

    private async ValueTask<T> Expect<T>(Action<T> assert, TimeSpan? timeout, string? hint, CancellationToken cancellationToken)
    {
        var message = await ExpectMsgAsync<T>(timeout, hint, cancellationToken).ConfigureAwait(false);
        assert(message);
        return message;
    }
}
