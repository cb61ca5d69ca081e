namespace Orchestrator.Tests.Streams.Support;

internal static class Eventually
{
    /// <summary>Waits for a condition that another thread brings about.</summary>
    public static async Task BecomesTrueAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Loopback.Patience);
        while (!condition())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
