using System.Globalization;
using System.Text;
using Orchestrator.Xmpp.Jids;

namespace Orchestrator.Xmpp.Sasl;

/// <summary>
/// Prepares user names and passwords for SCRAM as SASLprep does (RFC 4013) for all that people really type: spaces of any
/// kind become the ASCII one, invisible characters vanish, composed forms are used. ASCII stays as it is.
/// </summary>
internal static class SaslPrep
{
    /// <exception cref="FormatException">The text holds a character that SASL does not allow; the message does not show the text.</exception>
    public static string Prepare(string text)
    {
        var mapped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c))
                throw new FormatException("The user name or password holds a control character (a line end, perhaps); remove it.");
            if (c is '\u00AD' or '\u034F' or '\u1806' or '\u2060' or '\uFEFF' or (>= '\u180B' and <= '\u180D') or (>= '\u200B' and <= '\u200D') or (>= '\uFE00' and <= '\uFE0F'))
                continue;
            if (char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator)
                mapped.Append(' ');
            else if (c is >= '\uFF01' and <= '\uFF5E')
                mapped.Append((char)(c - 0xFEE0));
            else
                mapped.Append(c);
        }
        return Nfc.Normalize(mapped.ToString());
    }
}
