using System.Xml.Linq;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>The namespaces of the stream itself; those of payloads are in <c>Ns</c>.</summary>
internal static class StreamNs
{
    public static readonly XNamespace Streams = "http://etherx.jabber.org/streams";
    public static readonly XNamespace Client = "jabber:client";
    public static readonly XNamespace Component = "jabber:component:accept";
    public static readonly XNamespace StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";
    public static readonly XNamespace Tls = "urn:ietf:params:xml:ns:xmpp-tls";
    public static readonly XNamespace Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static readonly XNamespace ChannelBinding = "urn:xmpp:sasl-cb:0";
    public static readonly XNamespace Bind = "urn:ietf:params:xml:ns:xmpp-bind";
    public static readonly XNamespace Session = "urn:ietf:params:xml:ns:xmpp-session";
    public static readonly XNamespace Management = "urn:xmpp:sm:3";
    public static readonly XNamespace Ping = "urn:xmpp:ping";
}
