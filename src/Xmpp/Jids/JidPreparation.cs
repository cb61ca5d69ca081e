using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Xmpp.Jids;

/// <summary>
/// Brings the parts of a JID into the form that servers compare and stamp: RFC 7622, and where deployed servers still
/// use stringprep (RFC 6122: <c>ß</c> folds to <c>ss</c>, A-labels stay as they are), what those servers do. The S5B
/// digest depends on it. Each method prepares its part in place and returns the fault, or null.
/// </summary>
internal static class JidPreparation
{
    private const int MaxBytes = 1023;
    private const string ForbiddenInLocal = "\"&'/:<>@";
    private const string ForbiddenInDomain = "\"&'/:<>@!#$%()*+,;=?[\\]^`{|}~";

    public static string? Local(ref string local)
    {
        if (FaultOfText("local part", local) is { } fault)
            return fault;
        local = Nfc.Normalize(FoldCase(local));
        foreach (var c in local)
        {
            if (char.IsWhiteSpace(c) || ForbiddenInLocal.Contains(c, StringComparison.Ordinal))
                return $"The JID's local part (before the @) holds {Show(c)}; remove it.";
        }

        return FaultOfLength("local part", local);
    }

    public static string? Domain(ref string domain)
    {
        if (FaultOfText("domain", domain) is { } fault)
            return fault;
        domain = Nfc.Normalize(FoldCase(domain).Replace('。', '.'));
        if (domain.EndsWith('.'))
            domain = domain[..^1];
        if (domain.StartsWith('[') && domain.EndsWith(']'))
        {
            return IPAddress.TryParse(domain[1..^1], out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
                ? null
                : "The JID's domain is no IPv6 address; write it as [2001:db8::1].";
        }

        foreach (var c in domain)
        {
            if (char.IsWhiteSpace(c) || ForbiddenInDomain.Contains(c, StringComparison.Ordinal))
                return $"The JID's domain holds {Show(c)}; a domain is letters, digits, hyphens and dots.";
        }

        if (domain.Split('.').Any(label => label.Length is 0 or > 63))
            return "The JID's domain has an empty label or one above 63 characters; write it as example.org.";
        return FaultOfLength("domain", domain);
    }

    public static string? Resource(ref string resource)
    {
        if (FaultOfText("resource", resource) is { } fault)
            return fault;

        // OpaqueString (RFC 8265 §4.2): case is kept, a space of any kind becomes the ASCII one.
        var mapped = new StringBuilder(resource.Length);
        foreach (var c in resource)
            mapped.Append(char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator ? ' ' : c);
        resource = Nfc.Normalize(mapped.ToString());
        return FaultOfLength("resource", resource);
    }

    private static string? FaultOfText(string part, string text)
    {
        if (text.Length == 0)
            return $"The JID's {part} is empty; write it as local@domain or local@domain/resource.";
        if (text.Length > MaxBytes)
            return TooLong(part);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]) || char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029' or >= '\uFFFE')
                return $"The JID's {part} holds {Show(text[i])}; remove it.";
        }

        return null;
    }

    private static string? FaultOfLength(string part, string prepared) =>
        Encoding.UTF8.GetByteCount(prepared) is 0 or > MaxBytes ? TooLong(part) : null;

    private static string TooLong(string part) => $"The JID's {part} is not within 1 to {MaxBytes} bytes of UTF-8; shorten it.";

    private static string FoldCase(string text) =>
        FoldWidth(text).ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal).Replace('ς', 'σ');

    private static string FoldWidth(string text) =>
        string.Create(text.Length, text, static (span, source) =>
        {
            // Fullwidth ASCII (U+FF01-U+FF5E) lies 0xFEE0 above the characters that it stands for.
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(source[i] - 0xFEE0) : source[i];
        });

    private static string Show(char c) => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || c >= '\uFFFE'
        ? $"the character U+{(int)c:X4}"
        : $"'{c}'";
}
