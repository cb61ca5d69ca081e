using System.Globalization;
using System.Text;

namespace Orchestrator.Host;

/// <summary>Makes text from outside safe to print: a peer's file name must not end a log line or steer a terminal.</summary>
internal static class Printable
{
    /// <summary>The text with control and formatting characters (bidi overrides too) written as <c>\u{…}</c>.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(Unprintable))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Unprintable(rune))
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            else
                safe.Append(rune.ToString());
        }

        return safe.ToString();
    }

    // U+200D joins emoji; alone it is invisible but harmless.
    private static bool Unprintable(Rune rune) => rune.Value != 0x200D && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
