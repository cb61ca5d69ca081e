using System.Buffers;

namespace Orchestrator.Streams.Flows;

/// <summary>
/// A pooled piece of the file on its way. Shared by the byte loop and the hasher, so that neither copies it; back in the
/// pool when the last of them releases it. One dropped by a stopped graph is left to the garbage collector.
/// </summary>
internal sealed class Chunk
{
    public const int MaxLength = 256 * 1024;

    // Of our own: the shared pool keeps buffers per thread and lets them go at collections. Idle, this one keeps 16 MiB at most.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxLength, maxArraysPerBucket: 64);

    private readonly byte[] _buffer;
    private int _users = 1;

    public Chunk(long offset, int capacity)
    {
        _buffer = Pool.Rent(capacity);
        Offset = offset;
        Room = _buffer.AsMemory(0, capacity);
    }

    /// <summary>Absolute offset of its first byte in the file.</summary>
    public long Offset { get; }

    /// <summary>Where to read into.</summary>
    public Memory<byte> Room { get; }

    /// <summary>Bytes filled.</summary>
    public int Length { get; set; }

    public ReadOnlyMemory<byte> Bytes => Room[..Length];

    public long End => Offset + Length;

    public void Share() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Pool.Return(_buffer);
        }
    }
}
