using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput;

/// <summary>A contender at a server, and what was measured of it.</summary>
internal sealed record Entry(IContender Contender, string ServerName, XmppServer Server)
{
    public string Name => $"{Contender.Name} at {ServerName}";

    /// <summary>What the server used, in each round.</summary>
    public List<Usage> ServerRounds { get; } = [];

    public List<Measurement> Rounds { get; } = [];
}
