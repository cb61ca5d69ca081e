namespace Orchestrator.Streams.InBand;

/// <summary>
/// How many blocks may be on their way unacknowledged. It grows while the round trip shows that they travel, and
/// stands still when more of them would only wait in a queue (the estimate of TCP Vegas), so that the
/// connection's other traffic is not held up. Trouble throws it back to one block and halves what it may grow to.
/// </summary>
public sealed record InBandWindow
{
    // Blocks that may wait on the way: with fewer the slowest part could run dry, more add nothing.
    private const double FewWaiting = 4;
    private const double ManyWaiting = 8;

    private TimeSpan _fastest = TimeSpan.MaxValue;
    private TimeSpan _fastestOfRound = TimeSpan.MaxValue;
    private int _acknowledged;
    private bool _isDoubling = true;

    private InBandWindow(int size, int max) => (Size, Max) = (size, max);

    /// <summary>One block at a time, for peers that want it.</summary>
    public static InBandWindow One { get; } = new(1, 1);

    /// <summary>Blocks that may be unacknowledged now.</summary>
    public int Size { get; private init; }

    /// <summary>The most that <see cref="Size"/> grows to.</summary>
    public int Max { get; private init; }

    /// <summary>Starts with two blocks and grows to <paramref name="max"/> at most.</summary>
    public static InBandWindow Adaptive(int max = 32) => new(Math.Min(2, max), max);

    /// <summary>A block was acknowledged; once in a window's worth of blocks the size is decided anew.</summary>
    internal InBandWindow Acknowledged(TimeSpan roundTrip)
    {
        var fastest = roundTrip < _fastest ? roundTrip : _fastest;
        var ofRound = roundTrip < _fastestOfRound ? roundTrip : _fastestOfRound;
        if (_acknowledged + 1 < Size)
        {
            return this with { _fastest = fastest, _fastestOfRound = ofRound, _acknowledged = _acknowledged + 1 };
        }

        var waiting = ofRound > TimeSpan.Zero ? Size * (1 - (fastest / ofRound)) : 0;
        var size = waiting < FewWaiting ? (_isDoubling ? Size * 2 : Size + 1)
            : waiting > ManyWaiting ? Size - 1
            : Size;
        return new InBandWindow(Math.Clamp(size, 1, Max), Max) { _fastest = fastest, _isDoubling = _isDoubling && waiting < FewWaiting };
    }

    /// <summary>A block has to be sent again.</summary>
    internal InBandWindow Troubled() => new(1, Math.Max(1, Size / 2)) { _fastest = _fastest, _isDoubling = false };
}
