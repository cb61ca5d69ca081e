namespace Akka.Actor;

/// <summary>A child as its parent sees it: its ref and the count of its restarts.</summary>
internal sealed class ChildStats(IInternalActorRef child)
{
    private int _retries;
    private long _windowStart;

    public IInternalActorRef Ref => child;

    public bool MayRestart(int maxRetries, int windowMilliseconds)
    {
        if (maxRetries == 0)
            return false;
        if (windowMilliseconds <= 0)
            return maxRetries < 0 || ++_retries <= maxRetries;
        var now = Environment.TickCount64;
        if (_retries == 0 || now - _windowStart > windowMilliseconds)
        {
            _retries = 0;
            _windowStart = now;
        }
        return ++_retries <= Math.Max(maxRetries, 1);
    }
}
