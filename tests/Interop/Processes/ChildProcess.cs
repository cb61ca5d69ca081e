using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>
/// A real process that never outlives the test run: the kernel kills it when the run dies, however that happens.
/// Its output is kept, so that a failure can show it.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int MaxLines = 4000;

    // The kernel's parent-death signal is tied to the thread that forked, so one thread, which never ends, starts them all.
    private static readonly BlockingCollection<Action> _starts = StartThread();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process)
    {
        _process = process;
    }

    /// <summary>The program's own process id; the guard has been replaced by it.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines of standard output and error.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Writes here reach the program's standard input.</summary>
    public StreamWriter Input => _process.StandardInput;

    public static async Task<ChildProcess> StartAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "--", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += child.Keep;
        child._process.ErrorDataReceived += child.Keep;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _starts.Add(() =>
        {
            try
            {
                child._process.Start();
                started.SetResult();
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        await started.Task;
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The first line so far that begins with <paramref name="prefix"/>, or null.</summary>
    public string? Line(string prefix) => _lines.FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Waits for a line that begins with <paramref name="prefix"/>; throws with the output when the program ends first.</summary>
    public async Task<string> LineAsync(string prefix, TimeSpan timeout)
    {
        using var cancel = new CancellationTokenSource(timeout);
        var ended = _process.WaitForExitAsync(cancel.Token); // also drains the output
        while (true)
        {
            var more = Volatile.Read(ref _more).Task;
            if (Line(prefix) is { } line)
                return line;
            if (await Task.WhenAny(more, ended) == ended && Line(prefix) is null)
                throw new InvalidOperationException($"no line '{prefix}…' {(HasExited ? "to its end" : $"within {timeout}")}:\n{Output}");
        }
    }

    /// <summary>SIGKILL: the process gets no chance to do anything.</summary>
    public Task KillAsync() => SignalAsync(9);

    /// <summary>SIGTERM: the process is asked to stop.</summary>
    public void Terminate() => _ = Kill(Id, 15);

    public async Task<int> ExitAsync(TimeSpan timeout)
    {
        using var cancel = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(cancel.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"still running after {timeout}:\n{Output}");
        }

        return ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(int signal)
    {
        if (!HasExited)
            _ = Kill(Id, signal);
        await _process.WaitForExitAsync();
    }

    private void Keep(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is null)
            return;
        _lines.Enqueue(e.Data);
        if (_lines.Count > MaxLines)
            _lines.TryDequeue(out _);
        Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private static BlockingCollection<Action> StartThread()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
                start();
        })
        { IsBackground = true, Name = "process starter" }.Start();
        return starts;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
