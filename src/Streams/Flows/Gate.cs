using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Streams.Flows;

/// <summary>
/// One operation at a time on a resource, and none once it is closed. A graph that is stopped leaves the read or write
/// under way to itself; who waits for <see cref="CloseAsync"/> knows that it has ended and that no other will begin.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without wait handle holds nothing to dispose of.")]
internal sealed class Gate
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private bool _closed;

    /// <returns>False when closed; else <see cref="Leave"/> must follow.</returns>
    public async ValueTask<bool> EnterAsync()
    {
        await _one.WaitAsync();
        if (!_closed)
        {
            return true;
        }

        _one.Release();
        return false;
    }

    public void Leave() => _one.Release();

    /// <summary>Closes for good, after the operation under way has ended. May be called again.</summary>
    public async Task CloseAsync()
    {
        await _one.WaitAsync();
        _closed = true;
        _one.Release();
    }
}
