namespace Orchestrator.Host.Commands;

/// <summary>The same for several files or transfers: one that the daemon refuses is told and keeps no other from being done.</summary>
internal static class EachOf
{
    /// <summary>Returns <see cref="ExitCode.Refused"/> when it was refused for any of them.</summary>
    public static async Task<int> RunAsync<T>(IEnumerable<T> all, Func<T, Task> doAsync)
    {
        var exit = ExitCode.Ok;
        foreach (var one in all)
        {
            try
            {
                await doAsync(one);
            }
            catch (CommandException e) when (e.ExitCode == ExitCode.Refused)
            {
                await CommandLine.TellAsync(e.Message);
                exit = e.ExitCode;
            }
        }

        return exit;
    }
}
