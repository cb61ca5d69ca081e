namespace Orchestrator.Streams.Socks5;

/// <summary>
/// The handshakes in progress, bounded: one too many breaks off the oldest. Honest handshakes last milliseconds,
/// so under a flood it is a stalled one that goes, and newcomers are still served.
/// </summary>
internal sealed class HandshakeLimit(int maximum)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(CancellationTokenSource Deadline, Task Handshake)> _running = new();
    private bool _closed;

    /// <summary>Runs a handshake that never throws; cancelling <paramref name="deadline"/> must end it. Disposes it afterwards.</summary>
    public void Run(CancellationTokenSource deadline, Func<CancellationTokenSource, Task> handshake)
    {
        lock (_gate)
        {
            if (_closed)
            {
                deadline.Cancel();
            }

            if (_running.Count == maximum)
            {
                _running.First!.Value.Deadline.Cancel();
                _running.RemoveFirst();
            }

            var node = new LinkedListNode<(CancellationTokenSource, Task)>(default);
            _running.AddLast(node);
            node.Value = (deadline, Task.Run(() => RunAsync(node, deadline, handshake)));
        }
    }

    /// <summary>Breaks off all handshakes and waits for their end; later ones are broken off at once.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var (deadline, _) in _running)
            {
                deadline.Cancel();
            }

            return Task.WhenAll(_running.Select(one => one.Handshake));
        }
    }

    private async Task RunAsync(
        LinkedListNode<(CancellationTokenSource, Task)> node,
        CancellationTokenSource deadline,
        Func<CancellationTokenSource, Task> handshake)
    {
        await handshake(deadline);
        lock (_gate)
        {
            // Broken off for a newer one: already gone from the list.
            if (node.List is not null)
            {
                _running.Remove(node);
            }

            deadline.Dispose();
        }
    }
}
