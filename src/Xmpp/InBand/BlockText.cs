using System.Buffers;

namespace Orchestrator.Xmpp.InBand;

/// <summary>
/// The base64 of a block (RFC 4648 §4). XEP-0047 §5 wants every foreign character refused, yet real clients wrap and
/// indent lines, as its own examples do: white space at the start or end of a line is accepted, within a line it is not.
/// </summary>
internal static class BlockText
{
    /// <summary>The digits of the largest block.</summary>
    public const int MaxDigits = (IbbOpen.MaxBlockSize + 2) / 3 * 4;

    // Room for the white space of the shortest lines that anybody would write.
    private const int MaxLength = 4 * MaxDigits;

    private static readonly SearchValues<char> _whiteSpace = SearchValues.Create(" \t\r\n");

    /// <summary>The bytes; nothing is decoded before the size is known to be right.</summary>
    /// <exception cref="StanzaErrorException">bad-request.</exception>
    public static byte[] Decode(string text)
    {
        var digits = text.Length > MaxLength ? int.MaxValue : CountDigits(text);
        if (digits > MaxDigits)
            throw HostileXml.Bad($"The block is larger than {IbbOpen.MaxBlockSize} bytes.");
        var pads = text.AsSpan().Count('=');
        if (digits % 4 != 0 || pads > 2)
            throw NoBase64();
        var bytes = new byte[(digits / 4 * 3) - pads];
        // The decoder skips white space, which stands only between lines by now.
        return Convert.TryFromBase64String(text, bytes, out var written) && written == bytes.Length ? bytes : throw NoBase64();
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(_whiteSpace))
            return text.Length;
        var digits = 0;
        foreach (var range in text.Split('\n'))
        {
            var line = text[range].Trim(" \t\r");
            if (line.ContainsAny(_whiteSpace))
                throw HostileXml.Bad("The block has white space within a line of base64.");
            digits += line.Length;
        }
        return digits;
    }

    private static StanzaErrorException NoBase64() => HostileXml.Bad("The block is no base64.");
}
