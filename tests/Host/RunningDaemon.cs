using System.Diagnostics;

namespace Orchestrator.Tests.Host;

/// <summary>A daemon as a process of its own, from its ready line on.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _error;

    private RunningDaemon(Process process, Task<string> error, string url) => (_process, _error, Url) = (process, error, url);

    public string Url { get; }

    public int Pid => _process.Id;

    public static Task<RunningDaemon> StartAsync(string config, params (string Name, string Value)[] environment) =>
        StartAsync(Programs.Start(["serve", "--config", config], environment));

    /// <summary>Waits for the ready line of one that was just started.</summary>
    public static async Task<RunningDaemon> StartAsync(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line?.Split(' ') is not ["ready", var url, ..])
            throw new InvalidOperationException($"No ready line but '{line}': {await error}");
        return new RunningDaemon(process, error, url);
    }

    /// <summary>Sends a signal by its name; returns the exit code.</summary>
    public async Task<int> StopAsync(string signal)
    {
        await Programs.SignalAsync(_process, signal);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>All that it logged; ends when the process does.</summary>
    public Task<string> LogAsync() => _error;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
