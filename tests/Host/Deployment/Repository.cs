namespace Orchestrator.Tests.Host.Deployment;

/// <summary>The clone that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string _root = Root(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A file of it.</summary>
    public static string In(params string[] parts) => Path.Combine([_root, .. parts]);

    private static string Root(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")) ? folder.FullName : Root(folder.Parent!);
}
