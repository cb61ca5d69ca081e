using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Tests.Interop.Processes;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Interop.Foreign;

/// <summary>
/// A client that is no Orchestrator: its XML is written by the test, so that it can be wrong in any way, and it knows
/// neither transfer ids nor receipts.
/// </summary>
internal sealed class ForeignPeer : IStanzaHandler, IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, Jid> _present = new();
    private readonly XmppClient _client;
    private string[] _features = [Ns.StreamInitiation.NamespaceName, Ns.FileTransfer.NamespaceName, Ns.Bytestreams.NamespaceName];

    private ForeignPeer(XmppServer server, string jid)
    {
        _client = new XmppClient(
            new XmppOptions
            {
                Jid = Jid.Parse(jid),
                Password = XmppServer.Password,
                Host = "127.0.0.1",
                Port = server.ClientPort,
                CaFile = server.CaFile,
            },
            this,
            TimeProvider.System,
            NullLogger<XmppClient>.Instance);
    }

    public Jid Jid { get; private set; } = null!;

    /// <summary>Answers what is neither disco nor ping; set it before the daemon can ask.</summary>
    public Func<IqRequest, Task<IqAnswer>> OnRequest { get; set; } = _ => Task.FromResult(IqAnswer.NotHandled);

    /// <summary>Logs in and is there, with a priority; takes files unless told otherwise.</summary>
    public static async Task<ForeignPeer> ConnectAsync(XmppServer server, string jid, int priority = 0, bool takesFiles = true, string[]? features = null)
    {
        var peer = new ForeignPeer(server, jid);
        if (features is not null)
            peer._features = features;
        else if (!takesFiles)
            peer._features = ["urn:xmpp:ping"];
        peer.Jid = (await peer._client.ConnectAsync()).Jid;
        await peer._client.SendAsync(new XElement(Ns.Client + "presence", new XElement(Ns.Client + "priority", priority)));
        return peer;
    }

    /// <summary>The full address under which the daemon of this account is present.</summary>
    public async Task<Jid> FindAsync(string bareJid)
    {
        await Wait.UntilAsync(() => _present.ContainsKey(bareJid), _patience, () => $"no presence of {bareJid}");
        return _present[bareJid];
    }

    /// <summary>An IQ set; its result's payload, or a <see cref="StanzaErrorException"/>.</summary>
    public Task<XElement?> SetAsync(Jid to, XElement payload) => _client.RequestAsync(to, IqType.Set, payload, _patience);

    /// <summary>An IQ get; its result's payload, or a <see cref="StanzaErrorException"/>.</summary>
    public Task<XElement?> GetAsync(Jid to, XElement payload) => _client.RequestAsync(to, IqType.Get, payload, _patience);

    /// <summary>A message.</summary>
    public ValueTask SendAsync(XElement message) => _client.SendAsync(message);

    /// <summary>An offer as a correct client makes it, whose file element the test may spoil.</summary>
    public Task<XElement?> OfferAsync(Jid to, string sid, XElement file) => SetAsync(to, new XElement(
        Ns.StreamInitiation + "si",
        new XAttribute("id", sid),
        new XAttribute("profile", Ns.FileTransfer.NamespaceName),
        file,
        new SiOffer(sid, null, new FileOffer("x", 0), [Ns.Bytestreams.NamespaceName]).ToXml().Element(Ns.FeatureNegotiation + "feature")));

    /// <summary>The file element of an offer; a null attribute is left out.</summary>
    public static XElement FileElement(string? name, string? size, string? hash = null) => new(
        Ns.FileTransfer + "file",
        name is null ? null : new XAttribute("name", name),
        size is null ? null : new XAttribute("size", size),
        hash is null ? null : new XAttribute("hash", hash));

    /// <summary>Offers the streamhost; returns when the daemon has named the one it uses.</summary>
    public Task<XElement?> OfferStreamhostAsync(Jid to, string sid, int port) =>
        SetAsync(to, new BytestreamOffer(sid, [new Streamhost(Jid, "127.0.0.1", port)]).ToXml());

    public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation) =>
        request.Payload.Name == Ns.DiscoInfo + "query"
            ? Task.FromResult(IqAnswer.Result(new DiscoInfo(
                [new DiscoIdentity("client", "bot", null)],
                [.. _features]).ToXml()))
            : OnRequest(request);

    public void OnPresence(XElement presence)
    {
        if (presence.Attribute("type") is null && Jid.TryParse((string?)presence.Attribute("from"), out var from, out _))
            _present[from.Bare.ToString()] = from;
    }

    public void OnMessage(XElement message)
    {
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
