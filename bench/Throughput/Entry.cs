namespace Orchestrator.Bench.Throughput;

/// <summary>A contender at a server, and what was measured of it.</summary>
internal sealed record Entry(IContender Contender, string Server)
{
    public string Name => $"{Contender.Name} at {Server}";

    public List<Measurement> Rounds { get; } = [];
}
