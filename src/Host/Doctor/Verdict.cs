namespace Orchestrator.Host.Doctor;

/// <summary>What a check came to.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but somebody should know.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Fault,
}
