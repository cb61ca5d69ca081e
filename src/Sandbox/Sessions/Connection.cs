using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using System.Xml.Linq;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Sandbox.Sessions;

/// <summary>
/// One TCP connection and its XML stream. While logging in, text is written directly; from then on through a bounded
/// queue, so that nobody waits for a slow reader: one that lets the queue fill up is cut off.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    private const int MaxQueuedStanzas = 4096;
    private readonly Socket _socket;
    private readonly SandboxOptions _options;
    private readonly Channel<string> _outgoing = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxQueuedStanzas) { SingleReader = true });

    private readonly CancellationTokenSource _ended = new();
    private Stream _stream;
    private XmlStreamReader _reader;
    private int _queued;
    private volatile bool _complete;

    public Connection(Socket socket, SandboxOptions options)
    {
        socket.NoDelay = true;
        _socket = socket;
        _options = options;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new XmlStreamReader(_stream, XmlLimits.Default);
    }

    /// <summary>Set when nothing can be written any more.</summary>
    public CancellationToken Ended => _ended.Token;

    public bool IsTls => _stream is SslStream;

    public ValueTask<XElement> ReadHeaderAsync(CancellationToken stop) => _reader.ReadHeaderAsync(stop);

    public ValueTask<XElement?> ReadStanzaAsync(CancellationToken stop) => _reader.ReadStanzaAsync(stop);

    /// <summary>The client is about to send a new header: after SASL, or after TLS below.</summary>
    public void RestartStream() => _reader = new XmlStreamReader(_stream, XmlLimits.Default);

    public async Task StartTlsAsync(X509Certificate2 certificate, CancellationToken stop)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        RestartStream();
    }

    /// <summary>Writes at once; only while logging in.</summary>
    public async Task WriteAsync(string xml, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_options.Patience);
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(xml), patience.Token);
    }

    /// <summary>Queues text for writing; returns false, and cuts the connection, when its reader is too slow.</summary>
    public bool TrySend(string xml)
    {
        if (_complete)
            return false;
        if (Interlocked.Add(ref _queued, xml.Length) <= _options.MaxQueued && _outgoing.Writer.TryWrite(xml))
            return true;
        Abort();
        return false;
    }

    /// <summary>Nothing is queued any more; <see cref="PumpAsync"/> ends when what is there is written.</summary>
    public void Complete()
    {
        _complete = true;
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Writes what is queued, until <see cref="Complete"/>; cuts the connection when that fails.</summary>
    public async Task PumpAsync()
    {
        try
        {
            await foreach (var xml in _outgoing.Reader.ReadAllAsync())
            {
                await WriteAsync(xml, CancellationToken.None);
                Interlocked.Add(ref _queued, -xml.Length);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            Abort();
        }
        finally
        {
            await _ended.CancelAsync();
        }
    }

    /// <summary>Breaks the connection without a farewell, as a pulled plug would.</summary>
    public void Abort()
    {
        Complete();
        _socket.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _ended.Dispose();
    }
}
