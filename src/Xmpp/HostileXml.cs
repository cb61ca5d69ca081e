using System.Globalization;
using System.Xml.Linq;

namespace Orchestrator.Xmpp;

/// <summary>Reads what a peer sent: bounded, and a fault is a <c>bad-request</c> that names it.</summary>
internal static class HostileXml
{
    /// <summary>The fault, to be thrown.</summary>
    public static StanzaErrorException Bad(string fault) => new(StanzaError.BadRequest(fault));

    public static void ExpectName(this XElement element, XName name)
    {
        if (element.Name != name)
            throw Bad($"<{name.LocalName}/> of {name.NamespaceName} is expected.");
    }

    /// <summary>The attribute's value, 1 to <paramref name="maxLength"/> characters.</summary>
    public static string Required(this XElement element, string attribute, int maxLength) =>
        element.Optional(attribute, maxLength)
        ?? throw Bad($"<{element.Name.LocalName}/> lacks the attribute '{attribute}'.");

    /// <summary>The attribute's value, or null when it is absent or empty.</summary>
    public static string? Optional(this XElement element, string attribute, int maxLength)
    {
        var value = element.Attribute(attribute)?.Value;
        if (value?.Length > maxLength)
            throw Bad($"The attribute '{attribute}' is longer than {maxLength} characters.");
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>A count of bytes: digits only, 0 to 2^63-1; null when the attribute is absent.</summary>
    public static long? OptionalBytes(this XElement element, string attribute)
    {
        var value = element.Attribute(attribute)?.Value;
        if (value is null)
            return null;
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : throw Bad($"The attribute '{attribute}' is no number of bytes.");
    }

    public static long RequiredBytes(this XElement element, string attribute) =>
        element.OptionalBytes(attribute)
        ?? throw Bad($"<{element.Name.LocalName}/> lacks the attribute '{attribute}'.");

    /// <summary>A JID in an attribute or a text.</summary>
    public static Jid ReadJid(string? text) =>
        Jid.TryParse(text, out var jid, out var fault) ? jid : throw Bad(fault);
}
