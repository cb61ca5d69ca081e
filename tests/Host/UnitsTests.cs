using Orchestrator.Host;

namespace Orchestrator.Tests.Host;

public sealed class UnitsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("64k", 65536)]
    [InlineData("256MiB", 256L << 20)]
    [InlineData("1.5 GB", 1_500_000_000)]
    [InlineData("4 GiB", 4L << 30)]
    public void A_size_is_read_with_its_unit(string text, long bytes)
    {
        Units.TryBytes(text, out var read).ShouldBeTrue();
        read.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("1 parsec")]
    [InlineData("0.3")]
    [InlineData("99999999999999999999")]
    [InlineData("9999999999 TiB")]
    public void What_is_no_size_is_refused(string text) => Units.TryBytes(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("200ms", 200)]
    [InlineData("10 s", 10_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("2 hours", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    public void A_time_is_read_with_its_unit(string text, int milliseconds)
    {
        Units.TryDuration(text, out var read).ShouldBeTrue();
        read.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("999999999999d")]
    public void What_is_no_time_is_refused(string text) => Units.TryDuration(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(268435456, "256 MiB")]
    public void A_size_is_written_for_people(long bytes, string text) => Units.Bytes(bytes).ShouldBe(text);

    [Fact]
    public void A_name_from_outside_cannot_end_a_line_or_steer_a_terminal() =>
        Printable.Of("a\n\u001b[31mb\u202Ec 🎉").ShouldBe("a\\u{a}\\u{1b}[31mb\\u{202e}c 🎉");
}
