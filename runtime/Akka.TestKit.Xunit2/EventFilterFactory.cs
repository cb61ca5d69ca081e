using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>Expects an event of the log while an action runs and for 3 s after it.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testKit;

    internal EventFilterFactory(TestKitBase testKit) => _testKit = testKit;

    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        new EventFilterApplier(_testKit, typeof(Warning), e => Matches((LogEvent)e, message, start, contains, source));

    /// <summary>Errors that were caused by such an exception.</summary>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception =>
        new EventFilterApplier(_testKit, typeof(Error), e => e is Error { Cause: TException } error && Matches(error, message, start, contains, source));

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
}

internal sealed class EventFilterApplier(TestKitBase testKit, Type type, Predicate<object> matches) : IEventFilterApplier
{
    public void ExpectOne(Action action, CancellationToken cancellationToken = default) =>
        ExpectOneAsync(
            () =>
            {
                action();
                return Task.CompletedTask;
            },
            cancellationToken).GetAwaiter().GetResult();

    public async Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default)
    {
        var probe = testKit.CreateTestProbe();
        testKit.Sys.EventStream.Subscribe(probe.Ref, type);
        await actionAsync().ConfigureAwait(false);
        await probe.FishForMessageAsync(matches, TimeSpan.FromSeconds(3), "the expected event of the log", cancellationToken).ConfigureAwait(false);
        testKit.Sys.Stop(probe.Ref);
    }
}
