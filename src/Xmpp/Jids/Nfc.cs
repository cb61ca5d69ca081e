using System.Collections.Frozen;
using System.Text;

namespace Orchestrator.Xmpp.Jids;

/// <summary>
/// Unicode Normalization Form C. <see cref="string.Normalize()"/> does nothing in a program with invariant
/// globalization, and an address typed with a combining accent must equal the composed one that the server stamps.
/// Covers the Basic Multilingual Plane but for singletons (such as the Kelvin sign), which no keyboard emits.
/// </summary>
internal static class Nfc
{
    // Hangul composes by arithmetic (Unicode Standard §3.12).
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7;
    private const int LCount = 19, VCount = 21, TCount = 28, SCount = LCount * VCount * TCount;

    private static readonly FrozenDictionary<char, byte> _classes =
        NfcTable.Rows.ToFrozenDictionary(row => row.Mark, row => row.Class);

    private static readonly FrozenDictionary<(char Base, char Mark), char> _compositions = NfcTable.Rows
        .SelectMany(row => row.Pairs.Chunk(2).Select(pair => (Key: (pair[0], row.Mark), Value: pair[1])))
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Value);

    private static readonly FrozenDictionary<char, (char Base, char Mark)> _decompositions =
        _compositions.ToFrozenDictionary(entry => entry.Value, entry => entry.Key);

    public static string Normalize(string text)
    {
        // Nothing below U+0300 combines: the everyday address takes this way.
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\uFFFF'))
            return text;

        var decomposed = new StringBuilder(text.Length * 2);
        foreach (var c in text)
            Decompose(c, decomposed);
        Reorder(decomposed);
        return Compose(decomposed);
    }

    private static void Decompose(char c, StringBuilder output)
    {
        if (_decompositions.TryGetValue(c, out var pair))
        {
            Decompose(pair.Base, output);
            output.Append(pair.Mark);
        }
        else
        {
            output.Append(c);
        }
    }

    private static void Reorder(StringBuilder text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            for (var j = i; j > 0 && Class(text[j]) is > 0 and var own && own < Class(text[j - 1]); j--)
                (text[j - 1], text[j]) = (text[j], text[j - 1]);
        }
    }

    private static string Compose(StringBuilder text)
    {
        var output = new StringBuilder(text.Length);
        var starter = -1;
        foreach (var c in text.ToString())
        {
            // A mark reaches its starter unless one of the same or a higher class stands between (Unicode §3.11, D115).
            var reaches = starter >= 0
                && (starter == output.Length - 1 || Class(output[^1]) is > 0 and var last && last < Class(c));
            if (reaches && TryCompose(output[starter], c, out var composite))
            {
                output[starter] = composite;
                continue;
            }

            if (Class(c) == 0)
                starter = output.Length;
            output.Append(c);
        }

        return output.ToString();
    }

    private static bool TryCompose(char first, char second, out char composite)
    {
        if (_compositions.TryGetValue((first, second), out composite))
            return true;

        int l = first - LBase, v = second - VBase, s = first - SBase, t = second - TBase;
        if (l is >= 0 and < LCount && v is >= 0 and < VCount)
            composite = (char)(SBase + ((l * VCount) + v) * TCount);
        else if (s is >= 0 and < SCount && s % TCount == 0 && t is > 0 and < TCount)
            composite = (char)(first + t);
        return composite != '\0';
    }

    private static byte Class(char c) => _classes.GetValueOrDefault(c);
}
