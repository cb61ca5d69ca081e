namespace Orchestrator.Actors.Negotiation;

/// <summary>A range of a file.</summary>
/// <param name="Offset">First byte, from 0.</param>
/// <param name="Length">How many bytes; may be 0.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>The first byte after the range.</summary>
    public long End => Offset + Length;
}
