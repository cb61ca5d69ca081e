using System.Diagnostics;
using System.Globalization;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host;

/// <summary>Runs the program as its users do: as a process.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The <c>dotnet</c> that runs this.</summary>
    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Starts it; the caller reads its output.</summary>
    public static Process Start(string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(DotNet)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(ExitCode).Assembly.Location);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        start.Environment.Remove("ORCHESTRATOR_URL");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => RunAsync(args, []);

    /// <summary>Runs it to its end, with something in its environment.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string[] args, params (string Name, string Value)[] environment) => EndAsync(Start(args, environment));

    /// <summary>Waits for the end of a process whose output nobody has read.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> EndAsync(Process process, TimeSpan? atMost = null)
    {
        using var owned = process;
        try
        {
            using var patience = new CancellationTokenSource(atMost ?? Patience);
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Sends a signal by its name.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
