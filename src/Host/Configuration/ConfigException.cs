namespace Orchestrator.Host.Configuration;

/// <summary>The configuration has faults: all of them, in the order of the file.</summary>
internal sealed class ConfigException(IReadOnlyList<ConfigFault> faults) : CommandException(Host.ExitCode.Configuration, Text(faults))
{
    public IReadOnlyList<ConfigFault> Faults { get; } = faults;

    private static string Text(IReadOnlyList<ConfigFault> faults) =>
        (faults.Count == 1 ? "the configuration has a fault:" : $"the configuration has {faults.Count} faults:")
        + string.Concat(faults.Select(fault => $"\n  {Printable.Of(fault.ToString())}"));
}
