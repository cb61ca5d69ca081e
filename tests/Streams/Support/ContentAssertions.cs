namespace Orchestrator.Tests.Streams.Support;

internal static class ContentAssertions
{
    /// <summary>Compares megabytes without printing them.</summary>
    public static void ShouldHoldBytes(this byte[] actual, byte[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        actual.AsSpan().CommonPrefixLength(expected).ShouldBe(expected.Length, "position of the first wrong byte");
    }
}
