namespace Orchestrator.Tests.Host;

internal static class Lines
{
    /// <summary>The text's only line, without its end.</summary>
    public static string ShouldHaveSingleLine(this string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
}
