using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orchestrator.Streams.Files;

namespace Orchestrator.Streams.Http;

/// <summary>A file that can be fetched at an unguessable URL until it expires or is withdrawn. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or wait handle holds nothing to dispose of.")]
public sealed class ServedFile
{
    private const int MaxReaders = 4;

    private readonly CancellationTokenSource _withdrawn = new();
    private readonly Pace _pace;
    private long _position;
    private long _moved;
    private int _readers;

    internal ServedFile(SourceFile source, Uri url, string token, DateTimeOffset expiresAt, long? maxBytesPerSecond, TimeProvider time)
    {
        (Source, Url, Token, ExpiresAt) = (source, url, token, expiresAt);
        _pace = new Pace(maxBytesPerSecond, time);
    }

    /// <summary>The file as it was when it was offered.</summary>
    public SourceFile Source { get; }

    /// <summary>Where others fetch it.</summary>
    public Uri Url { get; }

    /// <summary>After this time it is not found any more.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>A safe name.</summary>
    public string Name => SafeFileName.From(System.IO.Path.GetFileName(Source.Path));

    /// <summary>Strong: another size or modification time is another file (RFC 9110 §8.8.3).</summary>
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Source.Size:x}-{Source.ModifiedAt.UtcTicks:x}\"");

    /// <summary>Changes the rate, for readers under way too; null: no limit.</summary>
    public void Limit(long? bytesPerSecond) => _pace.BytesPerSecond = bytesPerSecond;

    /// <summary>The furthest byte that was given to the network.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>
    /// All bytes that were given to the network, those of every reader and every repetition: it grows as long as anybody fetches, also
    /// who does so in parts, or again from before <see cref="Position"/>.
    /// </summary>
    public long Moved => Interlocked.Read(ref _moved);

    internal string Token { get; }

    internal bool IsWithdrawn => _withdrawn.IsCancellationRequested;

    /// <summary>Opens it for one response; seekable. Null: too many are reading it already.</summary>
    /// <exception cref="SourceFileException">It is not the file any more that was offered, or cannot be read.</exception>
    public Stream? TryOpen()
    {
        if (Interlocked.Increment(ref _readers) > MaxReaders)
        {
            Leave();
            return null;
        }

        try
        {
            return Source.Check() is { } changed ? throw changed : new ServedStream(this, _withdrawn.Token);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    internal void Leave() => Interlocked.Decrement(ref _readers);

    internal void Withdraw() => _withdrawn.Cancel();

    internal int ChunkOf(int wanted) => Math.Min(wanted, _pace.ChunkLength);

    internal Task PaceAsync(int bytes, CancellationToken cancellation) => _pace.WaitAsync(bytes, cancellation);

    internal void Advance(long position, int bytes)
    {
        Interlocked.Add(ref _moved, bytes);
        for (var seen = Position; position > seen; seen = Position)
        {
            if (Interlocked.CompareExchange(ref _position, position, seen) == seen)
            {
                return;
            }
        }
    }
}
