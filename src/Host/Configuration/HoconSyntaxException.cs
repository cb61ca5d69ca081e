namespace Orchestrator.Host.Configuration;

/// <summary>The text is no HOCON, at this line.</summary>
internal sealed class HoconSyntaxException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
