using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Bytestreams;

/// <summary>A place to connect to for a bytestream: the requester itself or a proxy (XEP-0065 §5.3.1).</summary>
/// <param name="Jid">Its address, used verbatim in streamhost-used and for activation; one JID may have several hosts.</param>
/// <param name="Host">The DNS name or IP address.</param>
/// <param name="Port">The TCP port, 1 to 65535.</param>
public sealed record Streamhost(Jid Jid, string Host, int Port)
{
    /// <summary>How many streamhosts of one stanza are taken; the rest is ignored.</summary>
    public const int MaxCount = 32;

    /// <summary>The port when none is told.</summary>
    public const int DefaultPort = 1080;

    private const int MaxHostLength = 255;
    internal static readonly XName ElementName = Ns.Bytestreams + "streamhost";

    /// <summary>
    /// The usable streamhosts of a <c>&lt;query/&gt;</c>, in document order: an offer's, or a proxy's answer when asked
    /// for its address. One with a malformed JID or port, or without a host (zeroconf), is skipped.
    /// </summary>
    public static ImmutableArray<Streamhost> ReadAll(XElement query) =>
        [.. query.Elements(ElementName).Take(MaxCount).Select(Read).OfType<Streamhost>()];

    /// <summary>The <c>&lt;streamhost/&gt;</c>; the port is always told.</summary>
    public XElement ToXml() =>
        new(ElementName, new XAttribute("jid", Jid), new XAttribute("host", Host), new XAttribute("port", Port));

    private static Streamhost? Read(XElement element)
    {
        var host = element.Attribute("host")?.Value.Trim();
        return Jid.TryParse(element.Attribute("jid")?.Value, out var jid, out _)
            && host is { Length: > 0 and <= MaxHostLength }
            && !host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            && ReadPort(element.Attribute("port")?.Value) is { } port
            ? new Streamhost(jid, host, port)
            : null;
    }

    private static int? ReadPort(string? text) =>
        text is null ? DefaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port
        : null;
}
