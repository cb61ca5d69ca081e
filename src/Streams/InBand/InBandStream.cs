namespace Orchestrator.Streams.InBand;

/// <summary>
/// A bidirectional stream of bytes over numbered blocks (XEP-0047), to be used like a socket's: one reads, one writes.
/// It knows nothing of XMPP: blocks leave through a delegate and arrive through <see cref="AcceptAsync"/>. Every
/// failure of reading, writing and flushing is an <see cref="InBandException"/>.
/// </summary>
public sealed class InBandStream : Stream
{
    private static readonly TimeSpan MaxCloseWait = TimeSpan.FromSeconds(10);

    private readonly Func<CancellationToken, Task> _close;
    private readonly TimeProvider _time;
    private readonly TimeSpan _ackTimeout;
    private readonly BlockSender _sender;
    private readonly BlockBuffer _received;
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClosing;
    private volatile bool _peerClosed;

    /// <param name="blockSize">The largest block in either direction, in bytes before base64.</param>
    /// <param name="window">How many blocks may be unacknowledged.</param>
    /// <param name="send">Sends a block and ends when the peer acknowledged it. It is called in the order of the numbers
    /// and must queue the block before it first yields; the bytes stay valid until its task ends. It throws
    /// <see cref="InBandException"/>: Wait and Repeated are handled here, anything else ends the stream.</param>
    /// <param name="close">Tells the peer that the stream is closed and ends when it acknowledged that. Called once at
    /// most, and never after the peer's own close.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ackTimeout">How long the oldest block may stay unacknowledged, a peer's full buffer included.</param>
    public InBandStream(
        int blockSize,
        InBandWindow window,
        Func<ushort, ReadOnlyMemory<byte>, CancellationToken, Task> send,
        Func<CancellationToken, Task> close,
        TimeProvider time,
        TimeSpan ackTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockSize);
        (_close, _time, _ackTimeout) = (close, time, ackTimeout);
        _received = new BlockBuffer(blockSize);
        _sender = new BlockSender(blockSize, window, send, Break, time, ackTimeout);
    }

    /// <summary>
    /// Ends, and never faults, when the stream is closed for good: after a dispose or a failure. True if every byte
    /// written was acknowledged and the peer acknowledged our close or closed itself; false otherwise.
    /// </summary>
    public Task<bool> Completion => _completion.Task;

    /// <summary>The window as it is now.</summary>
    public InBandWindow Window => _sender.Window;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Takes a block that arrived. Call it in the order of arrival: the verdict is found before it first yields, and an
    /// accepted block is in the stream by then. The task ends when the block may be answered, which is late while
    /// nobody reads; so a peer that waits for answers is held back.
    /// </summary>
    /// <param name="seq">The block's number.</param>
    /// <param name="block">Its bytes, which from now on belong to the stream.</param>
    /// <param name="cancellation">Stops waiting for room; the block stays taken.</param>
    public async ValueTask<InBandVerdict> AcceptAsync(ushort seq, ReadOnlyMemory<byte> block, CancellationToken cancellation)
    {
        var (verdict, room) = _received.Add(seq, block);
        switch (verdict)
        {
            case InBandVerdict.Gap:
                Break(new InBandException(InBandError.Gap, $"Block {seq} of the peer came before its turn: one before it is missing."));
                break;
            case InBandVerdict.Overrun:
                Break(new InBandException(InBandError.Overrun, "The peer sends faster than its data can be taken, and does not wait."));
                break;
            default:
                await room.WaitAsync(cancellation);
                break;
        }

        return verdict;
    }

    /// <summary>
    /// The peer closed. At once reads end after what is buffered, and nothing more can be written. The task, which never
    /// faults, ends when the close may be answered: everything received was read, and what was on its way to the peer is
    /// acknowledged or lost (XEP-0047 §2.3); at the latest after the timeout for an acknowledgement.
    /// </summary>
    public async Task PeerClosedAsync()
    {
        _peerClosed = true;
        _received.End();
        _sender.Refuse(new InBandException(InBandError.Closed, "The peer closed the stream."));
        using var limit = new CancellationTokenSource(_ackTimeout, _time);
        var ends = Task.WhenAll(_received.DrainedAsync(limit.Token), _sender.FlushAsync(limit.Token));
        await ends.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _received.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Ends when the last of the bytes is on its way; <see cref="FlushAsync"/> tells whether they arrived.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _sender.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Ends when every byte written is acknowledged by the peer.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => _sender.FlushAsync(cancellationToken);

    /// <summary>
    /// Closes in good order: waits for what is on its way, then for the peer's answer to our close, each bounded in time.
    /// What the peer still sends meanwhile is acknowledged and dropped.
    /// </summary>
    public override async ValueTask DisposeAsync()
    {
        BeginClose(flush: true);
        await Completion;
        await base.DisposeAsync();
    }

    /// <summary>Closes without waiting for anything: what is on its way is given up, the peer is told beside.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            BeginClose(flush: false);
        }

        base.Dispose(disposing);
    }

    /// <summary>Not supported, since it would block the thread.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported, since it would block the thread.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported, since it would block the thread.</summary>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Break(InBandException failure)
    {
        _received.Fail(failure);
        _sender.Fail(failure);
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
        {
            _ = CloseAsync(flush: false, tell: failure.Kind != InBandError.Gone);
        }
    }

    private void BeginClose(bool flush)
    {
        var closed = new InBandException(InBandError.Closed, "The stream was closed.");
        _received.Discard(closed);
        _sender.Refuse(closed);
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
        {
            _ = CloseAsync(flush, tell: true);
        }
        else if (!flush)
        {
            _sender.Fail(closed);
        }
    }

    // Never throws.
    private async Task CloseAsync(bool flush, bool tell)
    {
        var delivered = flush && await DoneWithinAsync(_ackTimeout, _sender.FlushAsync);
        if (!delivered)
        {
            _sender.Fail(new InBandException(InBandError.Closed, "The stream was closed."));
        }

        var closeWait = _ackTimeout < MaxCloseWait ? _ackTimeout : MaxCloseWait;
        var acknowledged = _peerClosed || (tell && await DoneWithinAsync(closeWait, _close));
        var closed = new InBandException(InBandError.Closed, "The stream was closed.");
        _received.Fail(closed);
        _sender.Fail(closed);
        _completion.TrySetResult(delivered && (acknowledged || _peerClosed));
    }

    // True when the step succeeds in time; what it does after that is nobody's business.
    private async Task<bool> DoneWithinAsync(TimeSpan limit, Func<CancellationToken, Task> step)
    {
        using var deadline = new CancellationTokenSource(limit, _time);
        try
        {
            await step(deadline.Token).WaitAsync(deadline.Token);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
