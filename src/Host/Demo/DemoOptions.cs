namespace Orchestrator.Host.Demo;

/// <summary>What the demo is asked to show.</summary>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Victim">Who is killed in the middle.</param>
/// <param name="Json">Whether standard output holds only the result, as one line of JSON.</param>
internal sealed record DemoOptions(long Size, Victim Victim, bool Json);
