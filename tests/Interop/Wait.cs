using System.Diagnostics;

namespace Orchestrator.Tests.Interop;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Wait
{
    public static Task UntilAsync(Func<bool> condition, TimeSpan timeout, Func<string> otherwise) =>
        UntilAsync(() => Task.FromResult(condition()), timeout, otherwise);

    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan timeout, Func<string> otherwise)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > timeout)
                throw new TimeoutException($"after {timeout}: {otherwise()}");
            await Task.Delay(10);
        }
    }
}
