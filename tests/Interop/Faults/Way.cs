namespace Orchestrator.Tests.Interop.Faults;

/// <summary>The two ways on a <see cref="Relay"/>.</summary>
public enum Way
{
    /// <summary>From whoever connected to what it wanted to reach.</summary>
    Out,

    /// <summary>Back to whoever connected.</summary>
    Back,
}
