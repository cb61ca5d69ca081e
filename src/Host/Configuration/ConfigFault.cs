namespace Orchestrator.Host.Configuration;

/// <summary>One fault of a configuration, with its place and its mend.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigFault(string File, int Line, string Message)
{
    /// <summary><c>file:line: message</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}: {Message}";
}
