using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Streams.Http;

/// <summary>One reader of a <see cref="ServedFile"/>: within its rate, and only until it is withdrawn.</summary>
internal sealed class ServedStream : Stream
{
    private readonly ServedFile _file;
    private readonly CancellationToken _withdrawn;
    private readonly SafeFileHandle _handle;
    private int _isDisposed;

    public ServedStream(ServedFile file, CancellationToken withdrawn)
    {
        (_file, _withdrawn) = (file, withdrawn);
        _handle = File.OpenHandle(file.Source.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _file.Source.Size;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(_file.ChunkOf(buffer.Length), Length - Position);
        if (wanted <= 0)
        {
            return 0;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _withdrawn);
        await _file.PaceAsync(wanted, both.Token);
        both.Token.ThrowIfCancellationRequested();
        var read = RandomAccess.Read(_handle, buffer.Span[..wanted], Position);
        if (read == 0)
        {
            throw new EndOfStreamException($"The file ends at byte {Position}; it had {Length}.");
        }

        Position += read;
        _file.Advance(Position, read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads are paced.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _handle.Dispose();
            _file.Leave();
        }

        base.Dispose(disposing);
    }
}
