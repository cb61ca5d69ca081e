using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Brings a new connection to where stanzas may flow: STARTTLS and SASL (RFC 6120 §5–6), or a component's handshake (XEP-0114).</summary>
internal static class StreamNegotiation
{
    /// <summary>Authenticates; returns the features that the server then offers, empty for a component.</summary>
    /// <exception cref="XmppException">It could not.</exception>
    public static async Task<XElement> RunAsync(XmppConnection connection, XmppOptions options, CancellationToken cancellation)
    {
        if (options.IsComponent)
        {
            await HandshakeAsync(connection, options, cancellation).ConfigureAwait(false);
            return new XElement(Ns.Streams + "features");
        }
        var features = await OpenAsync(connection, cancellation).ConfigureAwait(false);
        if (options.Tls == TlsMode.Required)
        {
            await StartTlsAsync(connection, options, features, cancellation).ConfigureAwait(false);
            features = await OpenAsync(connection, cancellation).ConfigureAwait(false);
        }
        await SaslNegotiation.RunAsync(connection, options, features, cancellation).ConfigureAwait(false);
        return await OpenAsync(connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>The next element of a negotiation.</summary>
    /// <exception cref="XmppException">The server closed the stream, or ended it with an error.</exception>
    public static async Task<XElement> ReadAsync(XmppConnection connection, CancellationToken cancellation)
    {
        var element = await connection.ReadAsync(cancellation).ConfigureAwait(false)
            ?? throw new XmppException(XmppErrorKind.Disconnected, "The server closed the stream.");
        return element.Name == Ns.Streams + "error" ? throw StreamErrors.Read(element, isEstablished: false) : element;
    }

    /// <summary>Sends one element.</summary>
    public static Task WriteAsync(XmppConnection connection, XElement element, CancellationToken cancellation) =>
        connection.WriteAsync(XmlStreamWriter.Write(element), cancellation);

    private static async Task<XElement> OpenAsync(XmppConnection connection, CancellationToken cancellation)
    {
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        var features = await ReadAsync(connection, cancellation).ConfigureAwait(false);
        return features.Name == Ns.Streams + "features"
            ? features
            : throw new XmppException(XmppErrorKind.ProtocolViolation, $"The server sent <{features.Name.LocalName}/> instead of its features.");
    }

    private static async Task StartTlsAsync(XmppConnection connection, XmppOptions options, XElement features, CancellationToken cancellation)
    {
        if (features.Element(Ns.Tls + "starttls") is null)
        {
            throw new XmppException(XmppErrorKind.TlsNotOffered, $"{options.Host} port {options.Port} offers no STARTTLS, or somebody on the way removed the offer;"
                + " nothing was sent. Switch TLS on at the server, or set tls = direct if this is its direct TLS port.", isFinal: true);
        }
        await WriteAsync(connection, new XElement(Ns.Tls + "starttls"), cancellation).ConfigureAwait(false);
        var answer = await ReadAsync(connection, cancellation).ConfigureAwait(false);
        if (answer.Name != Ns.Tls + "proceed")
            throw new XmppException(XmppErrorKind.TlsFailed, "The server offers STARTTLS, but refused to begin it.");
        await connection.StartTlsAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task HandshakeAsync(XmppConnection connection, XmppOptions options, CancellationToken cancellation)
    {
        if (options.Tls == TlsMode.Required)
        {
            throw new XmppException(XmppErrorKind.TlsNotOffered,
                "A component's stream has no STARTTLS (XEP-0114). Set tls = direct, or tls = insecure on loopback.", isFinal: true);
        }
        var header = await connection.OpenAsync(cancellation).ConfigureAwait(false);
        var proof = SHA1.HashData(Encoding.UTF8.GetBytes((string?)header.Attribute("id") + options.Password));
        await WriteAsync(connection, new XElement(Ns.Client + "handshake", Convert.ToHexStringLower(proof)), cancellation).ConfigureAwait(false);
        var answer = await ReadAsync(connection, cancellation).ConfigureAwait(false);
        if (answer.Name != Ns.Client + "handshake")
            throw new XmppException(XmppErrorKind.ProtocolViolation, $"The server answered the handshake with <{answer.Name.LocalName}/>.");
    }
}
