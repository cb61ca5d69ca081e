using System.Xml.Linq;

namespace Orchestrator.Xmpp.Receipts;

/// <summary>The attributes that our own elements share.</summary>
internal static class TransferFields
{
    private const int MaxIdLength = 128;

    public static string ReadId(XElement element)
    {
        var id = element.Required("id", MaxIdLength);
        return id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? id
            : throw HostileXml.Bad("The transfer's id is not of letters, digits, '_' and '-'.");
    }

    public static string ReadSha256(XElement element)
    {
        var sha256 = element.Required("sha256", 64);
        return sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
            ? sha256
            : throw HostileXml.Bad("The attribute 'sha256' is not 64 lower-case hex digits.");
    }
}
