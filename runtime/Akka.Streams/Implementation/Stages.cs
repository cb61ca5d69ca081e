using System.Runtime.CompilerServices;
using Akka.Util;

namespace Akka.Streams.Implementation;

/// <summary>The parts of a stream: each pulls from upstream only when it is pulled itself, and awaits nothing longer than its token lets it.</summary>
internal static class Stages
{
    /// <summary>
    /// Close runs once, whatever ends the stream. Only at the resource's own end does the stream wait for it; a stream that
    /// is stopped or fails waits neither for close nor for a read that is still pending.
    /// </summary>
    public static async IAsyncEnumerable<T> UnfoldResource<T, TResource>(
        Func<Task<TResource>> create, Func<TResource, Task<Option<T>>> read, Func<TResource, Task<Done>> close, Run run,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var creating = create();
        var closing = false;
        try
        {
            var resource = await creating.WaitAsync(cancel);
            while (true)
            {
                var next = await read(resource).WaitAsync(cancel);
                if (!next.HasValue)
                    break;
                yield return next.Value;
            }
            closing = true;
            await close(resource).WaitAsync(cancel);
        }
        finally
        {
            if (!closing)
                _ = Abandon();
        }

        async Task Abandon()
        {
            try
            {
                await close(await creating);
            }
            catch (Exception e)
            {
                if (creating.IsCompletedSuccessfully)
                    run.Report(e);
            }
        }
    }
}
