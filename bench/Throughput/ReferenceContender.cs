using System.Globalization;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput;

/// <summary>bench/Reference: the plain loop.</summary>
internal sealed class ReferenceContender(string name, params string[] options) : PairContender
{
    private static readonly string _program = Path.Combine(AppContext.BaseDirectory, "bench-reference.dll");

    public override string Name => name;

    protected override string Ready => "LISTEN";

    public static Task<ChildProcess> StartAsync(params IEnumerable<string> arguments) =>
        ChildProcess.StartAsync(HostProgram.DotNet, [_program, .. arguments]);

    protected override Task<ChildProcess> StartReceiverAsync(string target, TestFile file) =>
        StartAsync(["recv", target, file.Size.ToString(CultureInfo.InvariantCulture), .. options]);

    protected override Task<ChildProcess> StartSenderAsync(TestFile file, string ready) =>
        StartAsync(["send", file.Path, ready.Split(' ')[1], .. options]);
}
