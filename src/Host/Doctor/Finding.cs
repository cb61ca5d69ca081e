namespace Orchestrator.Host.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">What was looked at, such as <c>login bob@example.org</c>.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Detail">What was seen, and, unless all is well, the mend.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Detail)
{
    public static Finding Ok(string check, string detail) => new(check, Verdict.Ok, detail);

    public static Finding Warning(string check, string detail) => new(check, Verdict.Warning, detail);

    public static Finding Fault(string check, string detail) => new(check, Verdict.Fault, detail);
}
