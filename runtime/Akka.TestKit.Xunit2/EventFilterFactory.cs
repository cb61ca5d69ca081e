using System.Diagnostics;
using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Expects events of the log, or dead letters, while an action runs and for 3 s after it.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testKit;

    internal EventFilterFactory(TestKitBase testKit) => _testKit = testKit;

    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        new EventFilterApplier(_testKit, typeof(Error), e => Matches((LogEvent)e, message, start, contains, source));

    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        new EventFilterApplier(_testKit, typeof(Warning), e => Matches((LogEvent)e, message, start, contains, source));

    /// <summary>Errors that were caused by such an exception.</summary>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception =>
        new EventFilterApplier(_testKit, typeof(Error), e => e is Error { Cause: TException } error && Matches(error, message, start, contains, source));

    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        new EventFilterApplier(_testKit, typeof(DeadLetter), e => e is DeadLetter { Message: TMessage } letter && (source is null || source == letter.Recipient.Path.ToString()));

    private static bool Matches(LogEvent logEvent, string? message, string? start, string? contains, string? source)
    {
        var text = logEvent.Message.ToString()!;
        return (message is null || text == message)
            && (start is null || text.StartsWith(start, StringComparison.Ordinal))
            && (contains is null || text.Contains(contains, StringComparison.Ordinal))
            && (source is null || source == logEvent.LogSource);
    }
}

public interface IEventFilterApplier
{
    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);
}

internal sealed class EventFilterApplier(TestKitBase testKit, Type type, Predicate<object> matches) : IEventFilterApplier
{
    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        ExpectAsync(
            expectedCount,
            () =>
            {
                action();
                return Task.CompletedTask;
            },
            cancellationToken).GetAwaiter().GetResult();

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, actionAsync, cancellationToken);

    private async Task ExpectAsync(int expectedCount, Func<Task> action, CancellationToken cancellationToken)
    {
        var probe = testKit.CreateTestProbe();
        testKit.Sys.EventStream.Subscribe(probe.Ref, type);
        await action().ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        for (var count = 0; count < expectedCount; count++)
        {
            await probe.FishForMessageAsync<object>(e => matches(e), TimeSpan.FromSeconds(3) - Stopwatch.GetElapsedTime(start), $"event {count + 1} of {expectedCount}", cancellationToken).ConfigureAwait(false);
        }
        testKit.Sys.Stop(probe.Ref);
    }
}
