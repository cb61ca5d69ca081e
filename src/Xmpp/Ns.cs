using System.Xml.Linq;

namespace Orchestrator.Xmpp;

/// <summary>The XML namespaces in use.</summary>
public static class Ns
{
    /// <summary>Stanzas between client and server (RFC 6120).</summary>
    public static readonly XNamespace Client = "jabber:client";

    /// <summary>Stanzas between component and server (XEP-0114).</summary>
    public static readonly XNamespace Component = "jabber:component:accept";

    /// <summary>The stream element, its features and errors (RFC 6120).</summary>
    public static readonly XNamespace Streams = "http://etherx.jabber.org/streams";

    /// <summary>Conditions of stream errors (RFC 6120 §4.9).</summary>
    public static readonly XNamespace StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";

    /// <summary>Conditions of stanza errors (RFC 6120 §8.3).</summary>
    public static readonly XNamespace StanzaErrors = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /// <summary>STARTTLS (RFC 6120 §5).</summary>
    public static readonly XNamespace Tls = "urn:ietf:params:xml:ns:xmpp-tls";

    /// <summary>SASL (RFC 6120 §6).</summary>
    public static readonly XNamespace Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";

    /// <summary>Which channel bindings the server knows (XEP-0440).</summary>
    public static readonly XNamespace ChannelBinding = "urn:xmpp:sasl-cb:0";

    /// <summary>Resource binding (RFC 6120 §7).</summary>
    public static readonly XNamespace Bind = "urn:ietf:params:xml:ns:xmpp-bind";

    /// <summary>The session of RFC 3921 §3, which few servers still ask for.</summary>
    public static readonly XNamespace Session = "urn:ietf:params:xml:ns:xmpp-session";

    /// <summary>Stream management (XEP-0198).</summary>
    public static readonly XNamespace StreamManagement = "urn:xmpp:sm:3";

    /// <summary>Ping (XEP-0199).</summary>
    public static readonly XNamespace Ping = "urn:xmpp:ping";

    /// <summary>Identities and features of an entity (XEP-0030).</summary>
    public static readonly XNamespace DiscoInfo = "http://jabber.org/protocol/disco#info";

    /// <summary>Entity capabilities in presence (XEP-0115).</summary>
    public static readonly XNamespace Capabilities = "http://jabber.org/protocol/caps";

    /// <summary>Items that belong to an entity (XEP-0030).</summary>
    public static readonly XNamespace DiscoItems = "http://jabber.org/protocol/disco#items";

    /// <summary>Data forms (XEP-0004).</summary>
    public static readonly XNamespace DataForms = "jabber:x:data";

    /// <summary>Ad-hoc commands (XEP-0050).</summary>
    public static readonly XNamespace Commands = "http://jabber.org/protocol/commands";

    /// <summary>Feature negotiation (XEP-0020).</summary>
    public static readonly XNamespace FeatureNegotiation = "http://jabber.org/protocol/feature-neg";

    /// <summary>Stream initiation (XEP-0095).</summary>
    public static readonly XNamespace StreamInitiation = "http://jabber.org/protocol/si";

    /// <summary>The file transfer profile of stream initiation (XEP-0096).</summary>
    public static readonly XNamespace FileTransfer = "http://jabber.org/protocol/si/profile/file-transfer";

    /// <summary>SOCKS5 bytestreams (XEP-0065).</summary>
    public static readonly XNamespace Bytestreams = "http://jabber.org/protocol/bytestreams";

    /// <summary>In-band bytestreams (XEP-0047).</summary>
    public static readonly XNamespace InBandBytestreams = "http://jabber.org/protocol/ibb";

    /// <summary>Out of band data (XEP-0066).</summary>
    public static readonly XNamespace OutOfBandData = "jabber:iq:oob";

    /// <summary>Out of band data in a message (XEP-0066 §3).</summary>
    public static readonly XNamespace OutOfBandMessage = "jabber:x:oob";

    /// <summary>Our own: the transfer's id in an offer, digest, receipt and abandonment.</summary>
    public static readonly XNamespace Transfer = "urn:orchestrator:transfer:0";
}
