using Orchestrator.Tests.Interop.Files;

namespace Orchestrator.Bench.Throughput;

/// <summary>One way to bring a file from one process to another.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Brings the file over once. <paramref name="target"/> is where it then stands.</summary>
    Task<(Measurement Measured, string Target)> RunAsync(TestFile file, string folder);
}
