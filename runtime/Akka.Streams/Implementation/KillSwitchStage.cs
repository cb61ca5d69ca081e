using System.Runtime.CompilerServices;

namespace Akka.Streams.Implementation;

internal static class KillSwitchStage
{
    public static async IAsyncEnumerable<T> UntilShutdown<T>(
        IAsyncEnumerable<T> upstream, CancellationToken shutdown, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, shutdown);
        await using var elements = upstream.GetAsyncEnumerator(stop.Token);
        while (await Next())
            yield return elements.Current;

        async ValueTask<bool> Next()
        {
            try
            {
                return !shutdown.IsCancellationRequested && await elements.MoveNextAsync() && !shutdown.IsCancellationRequested;
            }
            catch (OperationCanceledException) when (shutdown.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
