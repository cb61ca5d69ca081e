namespace Akka.Streams.Implementation;

/// <summary>An upstream whose next element may be awaited beside something else: a pull stays open until it is taken.</summary>
internal sealed class Prefetch<T> : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<T> _elements;
    private Task<bool>? _pull;

    public Prefetch(IAsyncEnumerable<T> upstream, CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _elements = upstream.GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>The open pull, or a new one.</summary>
    public Task<bool> Next() => _pull ??= _elements.MoveNextAsync().AsTask();

    public T Take()
    {
        _pull = null;
        return _elements.Current;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_pull != null)
            await ((Task)_pull).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _elements.DisposeAsync();
        _stop.Dispose();
    }
}
