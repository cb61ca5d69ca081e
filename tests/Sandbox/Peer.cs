using System.Threading.Channels;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Sandbox;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Sandbox;

/// <summary>A real client of ours, and what it received.</summary>
internal sealed class Peer : IStanzaHandler, IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private readonly Channel<XElement> _received = Channel.CreateUnbounded<XElement>();

    private Peer(XmppOptions options) =>
        Client = new XmppClient(options, this, TimeProvider.System, NullLogger<XmppClient>.Instance);

    public XmppClient Client { get; }

    /// <summary>The address that the server gave.</summary>
    public Jid Jid { get; private set; } = null!;

    /// <summary>How requests are answered; unless set, with an empty result.</summary>
    public Func<IqRequest, IqAnswer> Answer { get; set; } = _ => IqAnswer.Result();

    public static async Task<Peer> LoginAsync(SandboxServer server, string jid, string password = "secret", TlsMode tls = TlsMode.Insecure, string? caFile = null)
    {
        var address = Jid.Parse(jid);
        var peer = new Peer(new XmppOptions
        {
            Jid = address,
            Password = password,
            Host = "127.0.0.1",
            Port = address.IsDomain ? server.ComponentPort : server.C2sPort,
            Tls = tls,
            CaFile = caFile,
            Fingerprint = tls == TlsMode.Insecure || caFile is not null ? null : server.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
        });
        try
        {
            peer.Jid = (await peer.Client.ConnectAsync()).Jid;
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    public Task<XElement?> AskAsync(Jid? to, XElement payload, TimeSpan? timeout = null) =>
        Client.RequestAsync(to, IqType.Get, payload, timeout ?? _patience);

    public async Task SendAsync(string name, Jid? to = null, string? type = null, params object[] content) =>
        await Client.SendAsync(new XElement(
            Ns.Client + name,
            to is null ? null : new XAttribute("to", to),
            type is null ? null : new XAttribute("type", type),
            content));

    /// <summary>The next presence or message.</summary>
    public async Task<XElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        return await _received.Reader.ReadAsync(patience.Token);
    }

    public async Task<XmppException> DisconnectedAsync() => await Client.Disconnected.WaitAsync(_patience);

    public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation) => Task.FromResult(Answer(request));

    public void OnPresence(XElement presence) => _received.Writer.TryWrite(presence);

    public void OnMessage(XElement message) => _received.Writer.TryWrite(message);

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
