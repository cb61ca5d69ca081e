using System.Collections.Immutable;
using System.Net;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Streams.Connections;
using Orchestrator.Streams.Socks5;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.InBand;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>A client that transfers files by the XEPs alone: it knows nothing of Orchestrator's own namespace.</summary>
public sealed class ForeignPeer : IStanzaHandler, IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly XmppClient _client;
    private readonly Socks5Listener _streamhost =
        Socks5Listener.Start(new IPEndPoint(IPAddress.Loopback, 0), null, TimeProvider.System, NullLogger.Instance);

    private readonly TaskCompletionSource<Stream> _incoming = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ForeignPeer(House house, string user)
    {
        Jid = Jid.Parse($"{user}@localhost/foreign");
        var options = new XmppOptions { Jid = Jid, Password = "secret", Host = "127.0.0.1", Port = house.Server.C2sPort, Tls = TlsMode.Insecure };
        _client = new XmppClient(options, this, TimeProvider.System, NullLogger<XmppClient>.Instance);
        OnStreamhosts = ConnectAsync;
    }

    public Jid Jid { get; }

    public ImmutableArray<string> Features { get; set; } =
        [.. new[] { Ns.StreamInitiation, Ns.FileTransfer, Ns.FeatureNegotiation, Ns.Bytestreams }.Select(ns => ns.NamespaceName)];

    public Func<SiOffer, IqAnswer> OnOffer { get; set; } = _ => IqAnswer.Result(new SiAnswer(Ns.Bytestreams.NamespaceName).ToXml());

    public Func<IqRequest, BytestreamOffer, Task<IqAnswer>> OnStreamhosts { get; set; }

    /// <summary>The first bytestream that this peer connected.</summary>
    public Task<Stream> Incoming => _incoming.Task.WaitAsync(_patience);

    public static async Task<ForeignPeer> ComeAsync(House house, string user)
    {
        var peer = new ForeignPeer(house, user);
        await peer._client.ConnectAsync();
        await peer._client.SendAsync(new XElement(Ns.Client + "presence", new XElement(Ns.Client + "priority", "5")));
        return peer;
    }

    /// <summary>Tells everybody that it is there, or is not; returns when the server has told the other side, too.</summary>
    public async Task PresentAsync(Jid observer, bool there = true)
    {
        await _client.SendAsync(new XElement(Ns.Client + "presence", there ? null : new XAttribute("type", "unavailable")));
        await QueryAsync(observer, DiscoInfo.Query());
    }

    // ---- as sender

    public Task<XElement?> QueryAsync(Jid to, XElement query) => _client.RequestAsync(to, IqType.Get, query, _patience);

    public async Task<XElement> AskAsync(Jid to, XElement payload) =>
        await _client.RequestAsync(to, IqType.Set, payload, _patience) ?? throw new InvalidDataException("The answer is empty.");

    public async Task<SiAnswer> OfferAsync(Jid to, FileOffer file, string sid, params IEnumerable<string> methods) =>
        SiAnswer.Parse(await AskAsync(to, new SiOffer(sid, null, file, methods.Any() ? [.. methods] : [Ns.Bytestreams.NamespaceName]).ToXml()));

    /// <summary>Offers our streamhost, after others if told, and waits for the connection.</summary>
    public async Task<Stream> OpenAsync(Jid to, string sid, string? dstAddr = null, params IEnumerable<Streamhost> before)
    {
        var connected = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        _streamhost.Expect(dstAddr ?? BytestreamDigest.Compute(sid, Jid, to), connected.SetResult);
        var own = new Streamhost(Jid, "127.0.0.1", _streamhost.LocalEndPoint.Port);
        var answer = await AskAsync(to, new BytestreamOffer(sid, [.. before, own], DstAddr: dstAddr).ToXml());
        StreamhostUsed.Parse(answer).Jid.ShouldBe(Jid);
        return await connected.Task.WaitAsync(_patience);
    }

    /// <summary>A whole session: offer, bytestream, these bytes, close.</summary>
    public async Task SendAsync(Jid to, FileOffer file, ReadOnlyMemory<byte> bytes)
    {
        var sid = Guid.NewGuid().ToString("N");
        await OfferAsync(to, file, sid);
        await using var stream = await OpenAsync(to, sid);
        await stream.WriteAsync(bytes);
    }

    /// <summary>
    /// A whole session in-band whose blocks go in messages, their base64 in lines as MIME has it; without the block of that
    /// number, if told. Nothing tells that a block arrived.
    /// </summary>
    public async Task SendInMessagesAsync(Jid to, FileOffer file, byte[] bytes, int? lost = null)
    {
        const int blockSize = 4096;
        var sid = Guid.NewGuid().ToString("N");
        await OfferAsync(to, file, sid, Ns.InBandBytestreams.NamespaceName);
        await _client.RequestAsync(to, IqType.Set, new IbbOpen(sid, blockSize, IbbStanza.Message).ToXml(), _patience);
        foreach (var (seq, block) in bytes.Chunk(blockSize).Index().Where(b => b.Index != lost))
        {
            var text = Convert.ToBase64String(block, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");
            var data = new XElement(IbbData.ElementName, new XAttribute("seq", seq), new XAttribute("sid", sid), text);
            await _client.SendAsync(new XElement(Ns.Client + "message", new XAttribute("to", to), data));
        }

        try
        {
            await _client.RequestAsync(to, IqType.Set, new IbbClose(sid).ToXml(), _patience);
        }
        catch (StanzaErrorException e) when (lost is not null && e.Error.Condition == "item-not-found")
        {
            // After a gap it is closed already.
        }
    }

    // ---- as receiver

    public async Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation)
    {
        if (request.Payload.Name.Namespace == Ns.DiscoInfo)
            return IqAnswer.Result(new DiscoInfo([new DiscoIdentity("client", "pc")], Features).ToXml());
        if (request.Payload.Name == SiOffer.ElementName)
            return OnOffer(SiOffer.Parse(request.Payload));
        return request.Payload.Name == BytestreamOffer.ElementName
            ? await OnStreamhosts(request, BytestreamOffer.Parse(request.Payload))
            : IqAnswer.NotHandled;
    }

    public void OnPresence(XElement presence)
    {
    }

    public void OnMessage(XElement message)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _streamhost.DisposeAsync();
        if (_incoming.Task.IsCompletedSuccessfully)
            await (await _incoming.Task).DisposeAsync();
    }

    private async Task<IqAnswer> ConnectAsync(IqRequest request, BytestreamOffer offer)
    {
        var host = offer.Streamhosts[0];
        var digest = BytestreamDigest.Compute(offer.Sid, request.From, request.To);
        var stream = await Socks5Connector.ConnectAsync(host.Host, host.Port, digest, AddressGuard.Open, _patience, CancellationToken.None);
        if (!_incoming.TrySetResult(stream))
            await stream.DisposeAsync();
        return IqAnswer.Result(new StreamhostUsed(offer.Sid, host.Jid).ToXml());
    }
}
