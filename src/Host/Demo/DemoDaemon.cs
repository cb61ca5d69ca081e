using System.Collections.Concurrent;
using System.Diagnostics;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Demo;

/// <summary>A daemon as a child process, to be talked to, killed and started again.</summary>
internal sealed class DemoDaemon(string name, string config) : IAsyncDisposable
{
    private const int Tail = 25;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;
    private DaemonClient? _client;

    public string Name => name;

    public int Pid => _process!.Id;

    /// <summary>Its HTTP API.</summary>
    public DaemonClient Client => _client!;

    /// <summary>The last lines of its log, over all its lives.</summary>
    public IEnumerable<string> LastLines => _log;

    /// <summary>Starts the process and waits until it serves.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = Command(config), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Split(' ') is ["ready", var url, ..])
                ready.TrySetResult(url);
        };
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new DemoFailure($"the daemon {name} ended before it served."));
        process.Start();
        _process = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            _client = new DaemonClient(DaemonAddress.TryParse(await ready.Task.WaitAsync(StartTimeout, stop))!);
        }
        catch (TimeoutException)
        {
            throw new DemoFailure($"the daemon {name} did not serve within {StartTimeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>SIGKILL, and the process's end.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client?.Dispose();
        (_process, _client) = (null, null);
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        if (_log.Count > Tail)
            _log.TryDequeue(out _);
    }

    // The program itself, whether it runs by its own launcher or by dotnet.
    private static ProcessStartInfo Command(string config)
    {
        var program = Environment.ProcessPath!;
        var command = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            command.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "orchestrator.dll"));
        command.ArgumentList.Add("serve");
        command.ArgumentList.Add("--config");
        command.ArgumentList.Add(config);
        return command;
    }
}
