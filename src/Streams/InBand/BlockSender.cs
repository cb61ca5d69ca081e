using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Streams.InBand;

/// <summary>The outgoing direction: cuts bytes into numbered blocks and keeps a window of them on their way.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Fail, which ends every sender, disposes of the timer; a token source without timer holds nothing.")]
internal sealed partial class BlockSender
{
    private readonly int _blockSize;
    private readonly Func<ushort, ReadOnlyMemory<byte>, CancellationToken, Task> _send;
    private readonly Action<InBandException> _broken;
    private readonly TimeProvider _time;
    private readonly TimeSpan _ackTimeout;

    private readonly Lock _lock = new();
    private readonly Queue<OutgoingBlock> _unacknowledged = new();
    private readonly CancellationTokenSource _over = new();
    private readonly ITimer _timer;
    private InBandWindow _window;
    private InBandException? _refusal;
    private InBandException? _failure;
    private TaskCompletionSource? _changed;
    private ushort _next;
    private int _travelling;
    private bool _isTimerRunning;
    private bool _isSuspended;
    private long _oldestSince;

    /// <param name="blockSize">The largest block in bytes.</param>
    /// <param name="window">The window to begin with.</param>
    /// <param name="send">Sends one block; ends when it is acknowledged.</param>
    /// <param name="broken">Told once when blocks cannot be sent any more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ackTimeout">How long the oldest block may stay unacknowledged.</param>
    public BlockSender(
        int blockSize, InBandWindow window, Func<ushort, ReadOnlyMemory<byte>, CancellationToken, Task> send,
        Action<InBandException> broken, TimeProvider time, TimeSpan ackTimeout)
    {
        (_blockSize, _window, _send, _broken, _time, _ackTimeout) = (blockSize, window, send, broken, time, ackTimeout);
        _timer = time.CreateTimer(
            static sender => ((BlockSender)sender!).CheckOldest(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The window as it is now.</summary>
    public InBandWindow Window => Volatile.Read(ref _window);

    /// <summary>Ends when the last of the bytes is on its way.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = Math.Min(bytes.Length, _blockSize);
            var (block, changed) = TryTake(bytes.Span[..length]);
            if (block is null)
            {
                await changed!.WaitAsync(cancellation);
                continue;
            }

            _ = TransmitAsync(block);
            bytes = bytes[length..];
        }
    }

    /// <summary>Ends when every block is acknowledged.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        while (Remaining() is { } changed)
        {
            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Takes no more bytes; what is on its way may still be acknowledged.</summary>
    public void Refuse(InBandException reason)
    {
        lock (_lock)
        {
            _refusal ??= reason;
            Signal();
        }
    }

    /// <summary>Ends everything; the first failure is the one that writers are told.</summary>
    public void Fail(InBandException failure)
    {
        lock (_lock)
        {
            if (_failure is not null)
            {
                return;
            }

            _failure = failure;
            Signal();
        }

        _timer.Dispose();
        _broken(failure);
        _over.Cancel();
    }

    private (OutgoingBlock? Block, Task? Changed) TryTake(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if ((_failure ?? _refusal) is { } failure)
            {
                throw Again(failure);
            }

            if (_isSuspended || _unacknowledged.Count >= _window.Size)
            {
                return (null, Changed());
            }

            var block = new OutgoingBlock(_next++, bytes, _time.GetTimestamp());
            if (_unacknowledged.Count == 0)
            {
                WatchOldest();
            }

            _unacknowledged.Enqueue(block);
            _travelling++;
            return (block, null);
        }
    }

    private Task? Remaining()
    {
        lock (_lock)
        {
            return _failure is not null ? throw Again(_failure) : _unacknowledged.Count == 0 ? null : Changed();
        }
    }

    // Never throws: what goes wrong is the stream's failure.
    private async Task TransmitAsync(OutgoingBlock block)
    {
        InBandException? error = null;
        try
        {
            await _send(block.Seq, block.Bytes, _over.Token);
        }
        catch (Exception e)
        {
            error = Sorted(e);
        }

        Settle(block, error);
    }

    private void Settle(OutgoingBlock block, InBandException? error)
    {
        lock (_lock)
        {
            _travelling--;
            if (error is null)
            {
                _window = _window.Acknowledged(_time.GetElapsedTime(block.SentAt));
                Acknowledge(block);
            }
            else if (error.Kind == InBandError.Wait)
            {
                _isSuspended = true;
            }

            if (_isSuspended && _travelling == 0 && _failure is null)
            {
                _ = ResumeAsync();
            }
        }

        if (error is not null && error.Kind != InBandError.Wait)
        {
            Fail(error);
        }
    }

    // Under the lock. Answers may overtake each other; the queue moves when its oldest is answered.
    private void Acknowledge(OutgoingBlock block)
    {
        block.IsAcknowledged = true;
        while (_unacknowledged.TryPeek(out var oldest) && oldest.IsAcknowledged)
        {
            _unacknowledged.Dequeue().Release();
            _oldestSince = _time.GetTimestamp();
        }

        Signal();
    }

    // Under the lock. The timer is not set for each block: when it fires it looks how long the oldest has been the oldest.
    private void WatchOldest()
    {
        _oldestSince = _time.GetTimestamp();
        if (!_isTimerRunning)
        {
            _isTimerRunning = _timer.Change(_ackTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void CheckOldest()
    {
        lock (_lock)
        {
            _isTimerRunning = false;
            if (_unacknowledged.Count == 0 || _failure is not null || (_isSuspended && _travelling == 0))
            {
                return;
            }

            var left = _ackTimeout - _time.GetElapsedTime(_oldestSince);
            if (left > TimeSpan.Zero)
            {
                _isTimerRunning = _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Fail(new InBandException(InBandError.Timeout, $"A block was not acknowledged within {_ackTimeout.TotalSeconds:0.#} s."));
    }

    // Both under the lock.
    private Task Changed() => (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Signal()
    {
        _changed?.TrySetResult();
        _changed = null;
    }

    private static InBandException Sorted(Exception e) =>
        e as InBandException ?? new InBandException(InBandError.Refused, $"The block could not be sent: {e.Message}", e);

    // An exception of its own for each caller, since throwing writes into it.
    private static InBandException Again(InBandException failure) => new(failure.Kind, failure.Message, failure);
}
