using System.Globalization;
using System.Text;

namespace Orchestrator.Streams.Files;

/// <summary>Makes a name for the inbox out of the name that a stranger offered. Unicode stays; whatever a path, a shell or an eye could trip over goes.</summary>
public static class SafeFileName
{
    /// <summary>What file systems allow in one name.</summary>
    public const int MaxUtf8Bytes = 255;

    // An extension longer than this is no extension, and may be cut.
    private const int MaxExtensionBytes = 32;

    private static readonly HashSet<string> ReservedOnWindows = new(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. from device in new[] { "COM", "LPT" } from digit in "0123456789¹²³" select device + digit,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A file name without path, never empty, at most 255 bytes of UTF-8.</summary>
    public static string From(string offered)
    {
        var name = Clean(offered[(offered.LastIndexOfAny(['/', '\\']) + 1)..]);
        name = Trim(name);
        if (name.Length == 0)
        {
            return "file";
        }

        var stem = name.Split('.')[0].TrimEnd();
        if (ReservedOnWindows.Contains(stem))
        {
            name = "_" + name;
        }

        return Fit(name, suffix: "");
    }

    /// <summary>Puts <paramref name="suffix"/> before the extension and shortens the rest, whole graphemes at a time, until it fits.</summary>
    internal static string Fit(string name, string suffix)
    {
        var extension = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(extension) > MaxExtensionBytes)
        {
            extension = "";
        }

        var stem = name[..^extension.Length];
        var room = MaxUtf8Bytes - Encoding.UTF8.GetByteCount(suffix + extension);
        return TrimEnd(Cut(stem, room)) + suffix + extension;
    }

    private static string Cut(string text, int maxUtf8Bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxUtf8Bytes)
        {
            return text;
        }

        var kept = new StringBuilder();
        var bytes = 0;
        var graphemes = StringInfo.GetTextElementEnumerator(text);
        while (graphemes.MoveNext())
        {
            var grapheme = graphemes.GetTextElement();
            bytes += Encoding.UTF8.GetByteCount(grapheme);
            if (bytes > maxUtf8Bytes)
            {
                break;
            }

            kept.Append(grapheme);
        }

        // One endless grapheme (a letter under hundreds of accents) leaves nothing: then any name will do.
        return kept.Length > 0 ? kept.ToString() : "file";
    }

    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            // Control characters (C), which include newlines; line and paragraph separators; half a surrogate pair.
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune == Rune.ReplacementChar
                || IsBidiControl(rune))
            {
                continue;
            }

            clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    // Marks, embeddings, overrides and isolates: they can make "exe.txt" of "txt.exe" before the reader's eye.
    private static bool IsBidiControl(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static string Trim(string name) => TrimEnd(name.TrimStart().TrimStart('.', ' '));

    private static string TrimEnd(string name) => name.TrimEnd().TrimEnd('.', ' ');
}
