using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Streams.Hashing;

namespace Orchestrator.Streams.Flows;

/// <summary>
/// The hash of the whole file, computed beside the flow. It takes the flow's own chunks while it keeps up; what it was
/// not handed (the part before the offset, chunks that came while it was busy) it reads back from the file. So the byte
/// loop never waits for it, and its memory is bounded.
/// </summary>
internal sealed class RunningHash : IAsyncDisposable
{
    private const int MaxWaiting = 4;

    private readonly Channel<Chunk> _chunks = Channel.CreateBounded<Chunk>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _abandoned = new();
    private readonly SafeFileHandle _file;
    private readonly Task<FileHash> _hashing;
    private long _end;

    public RunningHash(SafeFileHandle file, bool md5)
    {
        _file = file;
        _hashing = Task.Run(() => RunAsync(md5));
    }

    /// <summary>Offers a chunk whose bytes are in the file already.</summary>
    public void Offer(Chunk chunk)
    {
        chunk.Share();
        if (!_chunks.Writer.TryWrite(chunk))
        {
            chunk.Release();
        }
    }

    /// <summary>The hash of the file's bytes before <paramref name="end"/>.</summary>
    public Task<FileHash> FinishAsync(long end, CancellationToken cancellation)
    {
        _end = end;
        _chunks.Writer.TryComplete();
        return _hashing.WaitAsync(cancellation);
    }

    /// <summary>Gives up if it is not done; does not touch the file afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abandoned.CancelAsync();
        _chunks.Writer.TryComplete();
        await ((Task)_hashing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandoned.Dispose();
    }

    private async Task<FileHash> RunAsync(bool md5)
    {
        using var hashes = new HashPair(md5);
        var position = 0L;
        await foreach (var chunk in _chunks.Reader.ReadAllAsync(_abandoned.Token))
        {
            await FileHasher.AppendAsync(hashes, _file, position, chunk.Offset, _abandoned.Token);
            hashes.Append(chunk.Bytes.Span);
            position = chunk.End;
            chunk.Release();
        }

        await FileHasher.AppendAsync(hashes, _file, position, _end, _abandoned.Token);
        return hashes.Finish();
    }
}
