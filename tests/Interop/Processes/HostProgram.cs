namespace Orchestrator.Tests.Interop.Processes;

/// <summary>Where the built program is, beside this assembly.</summary>
public static class HostProgram
{
    /// <summary>The <c>dotnet</c> that runs this.</summary>
    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "orchestrator.dll");
}
