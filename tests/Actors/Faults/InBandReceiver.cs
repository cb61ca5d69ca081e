using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.InBand;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>A foreign client that receives in-band, one stream at a time, and answers as the test wants.</summary>
internal sealed class InBandReceiver : IStanzaHandler, IAsyncDisposable
{
    private readonly XmppClient _client;
    private MemoryStream _bytes = new();

    private InBandReceiver(House house, string user)
    {
        var options = new XmppOptions { Jid = Jid.Parse($"{user}@localhost/foreign"), Password = "secret", Host = "127.0.0.1", Port = house.Server.C2sPort, Tls = TlsMode.Insecure };
        _client = new XmppClient(options, this, TimeProvider.System, NullLogger<XmppClient>.Instance);
    }

    /// <summary>An answer other than the result; such a block is not taken.</summary>
    public Func<IqRequest, ushort, IqAnswer?> OnBlock { get; set; } = (_, _) => null;

    public int LargestBlock { get; set; } = IbbOpen.MaxBlockSize;

    public int LargestSeen { get; private set; }

    /// <summary>What the last stream brought.</summary>
    public byte[] Bytes => _bytes.ToArray();

    public static async Task<InBandReceiver> ComeAsync(House house, string user)
    {
        var peer = new InBandReceiver(house, user);
        await peer._client.ConnectAsync();
        await peer._client.SendAsync(new XElement(Ns.Client + "presence", new XElement(Ns.Client + "priority", "5")));
        return peer;
    }

    // In the order of the stream, on the loop that reads it.
    public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation) => Task.FromResult(Answer(request));

    public void OnPresence(XElement presence)
    {
    }

    public void OnMessage(XElement message)
    {
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private IqAnswer Answer(IqRequest request)
    {
        var name = request.Payload.Name;
        if (name.Namespace == Ns.DiscoInfo)
        {
            XNamespace[] features = [Ns.StreamInitiation, Ns.FileTransfer, Ns.FeatureNegotiation, Ns.InBandBytestreams];
            return IqAnswer.Result(new DiscoInfo([new DiscoIdentity("client", "pc")], [.. features.Select(f => f.NamespaceName)]).ToXml());
        }

        if (name == SiOffer.ElementName)
            return IqAnswer.Result(new SiAnswer(Ns.InBandBytestreams.NamespaceName).ToXml());
        if (name == IbbOpen.ElementName)
        {
            if (IbbOpen.Parse(request.Payload).BlockSize > LargestBlock)
                return IqAnswer.Error(IbbErrors.SmallerBlocks(LargestBlock));
            _bytes = new MemoryStream();
            return IqAnswer.Result();
        }

        if (name != IbbData.ElementName)
            return name == IbbClose.ElementName ? IqAnswer.Result() : IqAnswer.NotHandled;
        var data = IbbData.Parse(request.Payload);
        if (OnBlock(request, data.Seq) is { } refusal)
            return refusal;
        LargestSeen = Math.Max(LargestSeen, data.Data.Length);
        _bytes.Write(data.Data.Span);
        return IqAnswer.Result();
    }
}
