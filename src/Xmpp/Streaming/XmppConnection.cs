using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Xml.Linq;
using Orchestrator.Xmpp.Sasl;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>The TCP or TLS connection under a stream. One task reads and one writes.</summary>
internal sealed class XmppConnection : IAsyncDisposable
{
    /// <summary>
    /// Bytes in one TLS record: as many as Prosody reads at a time. When a record of more has to be read in three or more
    /// parts it sleeps for a millisecond before each, which would limit a stream to a few MB/s.
    /// </summary>
    public const int Piece = 4096;

    private readonly XmppOptions _options;
    private readonly XmlLimits _limits;
    private Stream _stream;
    private XmlStreamReader _reader;

    private XmppConnection(XmppOptions options, Stream stream)
    {
        _options = options;
        _limits = new XmlLimits(options.MaxStanzaBytes, options.MaxDepth);
        _stream = stream;
        _reader = new XmlStreamReader(stream, _limits, keepsBlocks: true);
    }

    /// <summary>What SASL may know about the connection.</summary>
    public ChannelFacts Channel { get; private set; } = ChannelFacts.Plain;

    /// <summary>How the connection is protected, for the log.</summary>
    public string Protection => _stream is SslStream tls ? tls.SslProtocol.ToString() : "no TLS";

    /// <summary>Connects; with TLS when it is to be there from the first byte.</summary>
    /// <exception cref="XmppException">Unreachable, or TLS failed.</exception>
    public static async Task<XmppConnection> ConnectAsync(XmppOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellation).ConfigureAwait(false);
            var connection = new XmppConnection(options, new NetworkStream(socket, ownsSocket: true));
            if (options.Tls == TlsMode.Direct)
                await connection.StartTlsAsync(cancellation).ConfigureAwait(false);
            return connection;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new XmppException(XmppErrorKind.Unreachable, $"{options.Host} port {options.Port} cannot be reached: {e.Message}.", inner: e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Puts TLS on the connection and begins a new stream on it.</summary>
    /// <exception cref="XmppException">The certificate was rejected, or the handshake failed.</exception>
    public async Task StartTlsAsync(CancellationToken cancellation)
    {
        var check = new CertificateCheck(_options);
        var tlsOptions = check.ToTlsOptions();
        var tls = new SslStream(_stream);
        try
        {
            await tls.AuthenticateAsClientAsync(tlsOptions, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw check.Fault is { } fault
                ? new XmppException(XmppErrorKind.CertificateRejected, $"The certificate of {_options.Host} is refused: {fault}. Mend the certificate, or set ca-file or fingerprint.", isFinal: true, e)
                : new XmppException(XmppErrorKind.TlsFailed, $"The TLS handshake with {_options.Host} port {_options.Port} failed: {e.Message}", inner: e);
        }
        _stream = tls;
        Channel = ChannelBindings.Of(tls);
    }

    /// <summary>Opens a stream, forgetting what was read ahead of it, and returns the server's header.</summary>
    public async Task<XElement> OpenAsync(CancellationToken cancellation)
    {
        _reader = new XmlStreamReader(_stream, _limits, keepsBlocks: true);
        var header = _options.IsComponent
            ? XmlStreamWriter.Header(Ns.Component, ("to", _options.Jid.Domain))
            : XmlStreamWriter.Header(Ns.Client, ("to", _options.Jid.Domain), ("version", "1.0"));
        await WriteAsync(header, cancellation).ConfigureAwait(false);
        return await _reader.ReadHeaderAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The next top-level element; null when the server closed the stream.</summary>
    public ValueTask<XElement?> ReadAsync(CancellationToken cancellation) => _reader.ReadStanzaAsync(cancellation);

    /// <summary>Writes text at once.</summary>
    public Task WriteAsync(string text, CancellationToken cancellation) => WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);

    /// <summary>Writes UTF-8 text at once, in pieces of <see cref="Piece"/>.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        for (; text.Length > 0; text = text[Math.Min(Piece, text.Length)..])
            await _stream.WriteAsync(text[..Math.Min(Piece, text.Length)], cancellation).ConfigureAwait(false);
        await _stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
