using System.Buffers;

namespace Orchestrator.Streams.InBand;

/// <summary>A pooled copy of a block, kept until it is acknowledged.</summary>
internal sealed class OutgoingBlock
{
    private readonly byte[] _buffer;
    private readonly int _length;

    public OutgoingBlock(ushort seq, ReadOnlySpan<byte> bytes, long sentAt)
    {
        (Seq, SentAt, _length) = (seq, sentAt, bytes.Length);
        _buffer = ArrayPool<byte>.Shared.Rent(_length);
        bytes.CopyTo(_buffer);
    }

    public ushort Seq { get; }

    /// <summary>Timestamp of the first try.</summary>
    public long SentAt { get; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    public bool IsAcknowledged { get; set; }

    /// <summary>Back to the pool; only when nobody sends it any more.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(_buffer);
}
