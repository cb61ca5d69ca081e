using Akka.Event;

namespace Akka.Streams.Implementation;

/// <summary>
/// One running stream. Elements and completion travel through the pulls themselves; a failure that must not wait for the
/// next pull (an abort, a stopped materializer) ends the whole run through its token.
/// </summary>
internal sealed class Run(EventStream log, CancellationToken materializer)
{
    private readonly CancellationTokenSource _stop = new();
    private Exception? _failure;

    /// <summary>The first failure wins; after the stream's end nothing happens.</summary>
    public void Fail(Exception failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) == null)
            _stop.Cancel();
    }

    /// <summary>Tells of a failure that no consumer can see any more.</summary>
    public void Report(Exception failure) => log.Publish(new Warning(failure, "akka.streams", $"A resource of a stopped stream failed to close: {failure.Message}"));

    /// <summary>Runs the sink on the thread pool; its task is the stream's outcome.</summary>
    public Task<T> Start<T>(Func<CancellationToken, Task<T>> sink) => Task.Run(async () =>
    {
        await using var stopped = materializer.Register(() => Fail(new InvalidOperationException("The stream was still running when its materializer stopped.")));
        try
        {
            return await sink(_stop.Token);
        }
        catch (Exception) when (_failure != null)
        {
            throw _failure;
        }
    });
}
