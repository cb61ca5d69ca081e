namespace Orchestrator.Streams.InBand;

/// <summary>
/// The incoming direction: blocks in order, until they are read. The answer to a block waits until there is room for
/// it; a peer that does not wait for answers meets a second limit.
/// </summary>
internal sealed class BlockBuffer(int blockSize)
{
    /// <summary>Buffered bytes above which answers wait.</summary>
    public const int Room = 1024 * 1024;

    /// <summary>Buffered bytes that no peer may exceed.</summary>
    public const int Limit = 8 * Room;

    // What keeping a block costs beside its bytes, so that many small ones are bounded too.
    private const int BlockCost = 128;

    // Half the numbers: a block further behind cannot be told from one ahead.
    private const int MaxBehind = 32768;

    private readonly Lock _lock = new();
    private readonly Queue<ReadOnlyMemory<byte>> _blocks = new();
    private readonly Queue<(long End, TaskCompletionSource Room)> _waiting = new();
    private ReadOnlyMemory<byte> _current;
    private TaskCompletionSource? _changed;
    private InBandException? _failure;
    private bool _isEnded;
    private bool _isDiscarding;
    private long _count;
    private long _costIn;
    private long _costOut;

    private bool IsEmpty => _blocks.Count == 0 && _current.IsEmpty;

    /// <summary>Judges and takes a block, at once; the task ends when the block may be acknowledged.</summary>
    public (InBandVerdict Verdict, Task Room) Add(ushort seq, ReadOnlyMemory<byte> block)
    {
        lock (_lock)
        {
            var verdict = Judge(seq, block.Length);
            if (verdict != InBandVerdict.Accepted)
            {
                return (verdict, Task.CompletedTask);
            }

            _count++;
            if (_isDiscarding || block.IsEmpty)
            {
                return (verdict, Task.CompletedTask);
            }

            _blocks.Enqueue(block);
            _costIn += block.Length + BlockCost;
            Signal();
            if (_costIn - _costOut <= Room)
            {
                return (verdict, Task.CompletedTask);
            }

            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((_costIn, room));
            return (verdict, room.Task);
        }
    }

    /// <summary>Fills as much of the buffer as there is; 0 after the last byte.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task changed;
            lock (_lock)
            {
                if (Take(buffer.Span) is > 0 and var taken)
                {
                    return taken;
                }

                if (_failure is not null)
                {
                    throw new InBandException(_failure.Kind, _failure.Message, _failure);
                }

                if (_isEnded || buffer.IsEmpty)
                {
                    return 0;
                }

                changed = Changed();
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Nothing more comes; what is there can still be read.</summary>
    public void End() => Change(() => _isEnded = true);

    /// <summary>Nothing more comes, and that is a fault, told after what is there has been read.</summary>
    public void Fail(InBandException failure) => Change(() =>
    {
        _failure ??= failure;
        _isEnded = true;
    });

    /// <summary>Nobody reads any more: drops what is there and what still comes.</summary>
    public void Discard(InBandException reason) => Change(() =>
    {
        _failure ??= reason;
        _isDiscarding = true;
        _blocks.Clear();
        _current = default;
        _costOut = _costIn;
        MakeRoom();
    });

    /// <summary>Ends when everything that came has been read, or nobody will.</summary>
    public async Task DrainedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (IsEmpty)
                {
                    return;
                }

                changed = Changed();
            }

            await changed.WaitAsync(cancellation);
        }
    }

    private InBandVerdict Judge(ushort seq, int length)
    {
        if (_isEnded)
        {
            return InBandVerdict.Closed;
        }

        if (seq != (ushort)_count)
        {
            var behind = (ushort)(_count - seq);
            return behind <= Math.Min(_count, MaxBehind) ? InBandVerdict.Repeated : InBandVerdict.Gap;
        }

        return length > blockSize ? InBandVerdict.TooLarge
            : _costIn - _costOut + length + BlockCost > Limit ? InBandVerdict.Overrun
            : InBandVerdict.Accepted;
    }

    private int Take(Span<byte> buffer)
    {
        var taken = 0;
        while (taken < buffer.Length && (!_current.IsEmpty || _blocks.TryDequeue(out _current)))
        {
            var length = Math.Min(buffer.Length - taken, _current.Length);
            _current.Span[..length].CopyTo(buffer[taken..]);
            _current = _current[length..];
            taken += length;
            _costOut += length + (_current.IsEmpty ? BlockCost : 0);
        }

        if (taken > 0)
        {
            MakeRoom();
            if (IsEmpty)
            {
                Signal();
            }
        }

        return taken;
    }

    private void MakeRoom()
    {
        while (_waiting.TryPeek(out var block) && block.End - _costOut <= Room)
        {
            _waiting.Dequeue().Room.SetResult();
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Signal();
        }
    }

    private Task Changed() => (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Signal()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
