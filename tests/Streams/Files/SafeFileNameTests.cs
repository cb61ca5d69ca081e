using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Streams.Files;

namespace Orchestrator.Tests.Streams.Files;

[Trait("Conformance", "53")]
public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("/etc/shadow", "shadow")]
    [InlineData(@"C:\Windows\system32\cmd.exe", "cmd.exe")]
    [InlineData(@"a/b\c", "c")]
    [InlineData("", "file")]
    [InlineData(".", "file")]
    [InlineData("..", "file")]
    [InlineData("../", "file")]
    [InlineData(" . . ", "file")]
    [InlineData("\0", "file")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("...hidden", "hidden")]
    [InlineData("ends.in.dots...", "ends.in.dots")]
    [InlineData("ends in spaces  ", "ends in spaces")]
    [InlineData("a\nb\r\tc\u0001\u007f\u0085.txt", "abc.txt")]
    [InlineData("nul\0byte.txt", "nulbyte.txt")]
    [InlineData("CON", "_CON")]
    [InlineData("nul.txt", "_nul.txt")]
    [InlineData("com1.tar.gz", "_com1.tar.gz")]
    [InlineData("console.txt", "console.txt")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("\u2066a\u2069\u200Fb.txt", "ab.txt")]
    [InlineData("Grüße 世界 🚀.txt", "Grüße 世界 🚀.txt")]
    [InlineData("👩‍👩‍👧.png", "👩‍👩‍👧.png")]
    [InlineData("half\ud83dpair.txt", "halfpair.txt")]
    public void A_strangers_name_becomes_a_plain_one(string offered, string expected) =>
        SafeFileName.From(offered).ShouldBe(expected);

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_extension()
    {
        var name = SafeFileName.From(new string('x', 300) + ".tar");
        name.Length.ShouldBe(255);
        name.ShouldEndWith("x.tar");
    }

    [Fact]
    public void A_long_name_is_cut_between_graphemes()
    {
        const string Family = "👩‍👩‍👧";
        var name = SafeFileName.From(string.Concat(Enumerable.Repeat(Family, 40)) + ".png");
        Encoding.UTF8.GetByteCount(name).ShouldBeLessThanOrEqualTo(255);
        name.Replace(Family, "", StringComparison.Ordinal).ShouldBe(".png");
    }

    [Fact]
    public void An_endless_grapheme_and_an_endless_extension_are_cut_too()
    {
        Encoding.UTF8.GetByteCount(SafeFileName.From("e" + new string('\u0301', 400) + ".txt")).ShouldBeLessThanOrEqualTo(255);
        Encoding.UTF8.GetByteCount(SafeFileName.From("a." + new string('b', 400))).ShouldBeLessThanOrEqualTo(255);
    }

    [Fact]
    public void Whatever_is_offered_the_name_is_one_that_a_file_system_takes() =>
        Prop.ForAll<string?>(offered =>
        {
            var name = SafeFileName.From(offered ?? "");
            name.ShouldNotBeEmpty();
            name.ShouldNotStartWith(".");
            name.IndexOfAny(['/', '\\', '\0']).ShouldBe(-1);
            Encoding.UTF8.GetByteCount(name).ShouldBeLessThanOrEqualTo(SafeFileName.MaxUtf8Bytes);
            SafeFileName.From(name).ShouldBe(name, "a safe name is safe");
        }).QuickCheckThrowOnFailure();
}
