using System.Globalization;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Bench.Throughput;

/// <summary>bench/Reference with both ends at the server's SOCKS5 proxy, which this process, as the sender's account, activates.</summary>
internal sealed class ProxiedReferenceContender : PairContender, IStanzaHandler
{
    private readonly XmppServer _server;
    private readonly XmppClient _client;
    private readonly Jid _target;
    private readonly Jid _proxy = Jid.Parse(XmppServer.ProxyJid);
    private Jid _requester;
    private string _sid = "";

    private ProxiedReferenceContender(XmppServer server)
    {
        _server = server;
        var (requester, target) = server.NewPair();
        (_requester, _target) = (Jid.Parse(requester + "/bench"), Jid.Parse(target + "/bench"));
        var options = new XmppOptions
        {
            Jid = _requester,
            Password = XmppServer.Password,
            Host = "127.0.0.1",
            Port = server.ClientPort,
            CaFile = server.CaFile,
        };
        _client = new XmppClient(options, this, TimeProvider.System, NullLogger<XmppClient>.Instance);
    }

    public override string Name => "plain SOCKS5, SHA-256";

    protected override string Ready => "CONNECTED";

    public static async Task<ProxiedReferenceContender> StartAsync(XmppServer server)
    {
        var contender = new ProxiedReferenceContender(server);
        contender._requester = (await contender._client.ConnectAsync()).Jid;
        return contender;
    }

    public override async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await base.DisposeAsync();
    }

    Task<IqAnswer> IStanzaHandler.OnIqAsync(IqRequest request, CancellationToken cancellation) => Task.FromResult(IqAnswer.NotHandled);

    void IStanzaHandler.OnPresence(XElement presence)
    {
    }

    void IStanzaHandler.OnMessage(XElement message)
    {
    }

    protected override Task<ChildProcess> StartReceiverAsync(string target, TestFile file)
    {
        _sid = Guid.NewGuid().ToString("N");
        return ReferenceContender.StartAsync(["recv", target, file.Size.ToString(CultureInfo.InvariantCulture), .. Proxy()]);
    }

    protected override Task<ChildProcess> StartSenderAsync(TestFile file, string ready) =>
        ReferenceContender.StartAsync(["send", file.Path, "0", .. Proxy(), .. _server is Ejabberd ? ["--keep-open"] : Array.Empty<string>()]);

    protected override async Task BegunAsync(ChildProcess sender)
    {
        await sender.LineAsync("CONNECTED", TimeSpan.FromSeconds(30));
        await _client.RequestAsync(_proxy, IqType.Set, new Activate(_sid, _target).ToXml());
        await sender.Input.WriteLineAsync();
        await sender.Input.FlushAsync();
    }

    private string[] Proxy() =>
    [
        "--proxy", $"127.0.0.1:{_server.ProxyPort}", BytestreamDigest.Compute(_sid, _requester, _target),
    ];
}
