using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Tests.Xmpp.Clients;

/// <summary>The server's end of one connection. Every wait ends after ten seconds.</summary>
internal sealed class ScriptedStream(Socket socket) : IDisposable
{
    public const string Scram = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-256</mechanism></mechanisms>";
    public const string StartTls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    public const string Bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
    public const string Management = "<sm xmlns='urn:xmpp:sm:3'/>";

    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private XmlStreamReader? _reader;

    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;

    /// <summary>Reads the client's header and answers with ours and these features.</summary>
    public async Task OpenAsync(string? features, string content = "jabber:client")
    {
        _reader = new XmlStreamReader(_stream, XmlLimits.Default);
        await _reader.ReadHeaderAsync(Soon);
        await SendAsync($"<?xml version='1.0'?><stream:stream xmlns='{content}' xmlns:stream='http://etherx.jabber.org/streams' id='s1' from='localhost' version='1.0'>"
            + (features is null ? "" : $"<stream:features>{features}</stream:features>"));
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), Soon);

    /// <summary>The next element; null when the client closed its stream or the connection.</summary>
    public async Task<XElement?> ReadAsync()
    {
        try
        {
            return await _reader!.ReadStanzaAsync(Soon);
        }
        catch (Exception e) when (e is IOException)
        {
            return null;
        }
    }

    /// <summary>The next element, which must be there.</summary>
    public async Task<XElement> NextAsync() => (await ReadAsync()).ShouldNotBeNull();

    public async Task StartTlsAsync(X509Certificate2 certificate, string injected = "")
    {
        (await NextAsync()).Name.ShouldBe(Ns.Tls + "starttls");
        await SendAsync("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" + injected);
        await HandshakeAsync(certificate);
    }

    public async Task HandshakeAsync(X509Certificate2 certificate)
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Soon);
        _stream = tls;
    }

    /// <summary>SCRAM up to the client's proof; returns the server's part with our last message, null for a wrong password.</summary>
    public async Task<(ScramServer Scram, string? Final)> ProveAsync(string password = "secret")
    {
        var scram = new ScramServer(password);
        await SendAsync($"<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Base64(scram.First(Text(await NextAsync())))}</challenge>");
        return (scram, scram.Final(Text(await NextAsync())));
    }

    public Task SucceedAsync(string? final) =>
        SendAsync($"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Base64(final ?? "")}</success>");

    /// <summary>Everything up to where stanzas flow, without TLS; with stream management if it is among the features.</summary>
    public async Task LoginAsync(string features = Bind)
    {
        await AuthenticateAsync(features);
        var bind = await NextAsync();
        await SendAsync($"<iq type='result' id='{(string?)bind.Attribute("id")}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@localhost/r</jid></bind></iq>");
        if (!features.Contains(Management, StringComparison.Ordinal))
            return;
        (await NextAsync()).Name.ShouldBe(Ns.StreamManagement + "enable");
        await SendAsync("<enabled xmlns='urn:xmpp:sm:3' id='session-1' resume='true'/>");
    }

    public async Task AuthenticateAsync(string features)
    {
        await OpenAsync(Scram);
        await SucceedAsync((await ProveAsync()).Final);
        await OpenAsync(features);
    }

    public void Dispose() => _stream.Dispose();

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(XElement element) => Encoding.UTF8.GetString(Convert.FromBase64String(element.Value));
}
