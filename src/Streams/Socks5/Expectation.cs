namespace Orchestrator.Streams.Socks5;

/// <summary>Who waits for one DST.ADDR. Taken by the first connector; free again only if that one is gone before it was let in.</summary>
internal sealed class Expectation(Action<Stream> connected)
{
    private int _taken;

    public bool TryTake() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

    public void GiveBack() => Volatile.Write(ref _taken, 0);

    public void Connected(Stream stream) => connected(stream);
}
