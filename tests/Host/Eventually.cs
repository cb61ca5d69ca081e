namespace Orchestrator.Tests.Host;

/// <summary>Waits for what must come about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks again and again until it is so.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"It did not come about within {Patience.TotalSeconds:0} s.");
            await Task.Delay(20);
        }
    }
}
