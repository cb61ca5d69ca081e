using Orchestrator.Xmpp.Jids;

namespace Orchestrator.Tests.Xmpp.Jids;

public class NfcTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u00E9", "\u00E9")]
    [InlineData("u\u0308\u0304", "\u01D6")] // two marks of one class, in order
    [InlineData("u\u0304\u0308", "\u1E7B")] // the other order is another letter
    [InlineData("q\u0307\u0323", "q\u0323\u0307")] // nothing to compose, but an order to keep
    [InlineData("d\u0307\u0323", "\u1E0D\u0307")] // the lower mark composes first
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307")] // even when the letter came composed with the upper one
    [InlineData("\u0301e", "\u0301e")] // a mark without a letter before it
    [InlineData("\u1112\u1161\u11AB", "\uD55C")] // Hangul
    [InlineData("\uD558\u11AB", "\uD55C")]
    [InlineData("\u304B\u3099", "\u304C")] // kana with its voiced mark
    [InlineData("\uD83D\uDE00e\u0301", "\uD83D\uDE00\u00E9")] // beyond the BMP passes through
    public void Text_takes_its_composed_form(string text, string composed)
    {
        Nfc.Normalize(text).ShouldBe(composed);
        Nfc.Normalize(composed).ShouldBe(composed);
    }
}
