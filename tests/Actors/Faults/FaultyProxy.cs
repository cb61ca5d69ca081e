using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Tests.Interop.Faults;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>A SOCKS5 proxy (XEP-0065 §6) on a component's address: honest, unless it is told otherwise.</summary>
internal sealed class FaultyProxy : IStanzaHandler, IAsyncDisposable
{
    private readonly XmppClient _client;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Socket>> _waiting = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly ConcurrentBag<Task> _carrying = [];
    private readonly Task _accepting;
    private int _activations;

    private FaultyProxy(House house, string jid)
    {
        Jid = Jid.Parse(jid);
        var options = new XmppOptions { Jid = Jid, Password = "hush", Host = "127.0.0.1", Port = house.Server.ComponentPort, Tls = TlsMode.Insecure };
        _client = new XmppClient(options, this, TimeProvider.System, NullLogger<XmppClient>.Instance);
        _listener.Start();
        Told = EndPoint;
        OnInfo = _ => Task.FromResult(IqAnswer.Result(new DiscoInfo([new DiscoIdentity("proxy", "bytestreams")], [Ns.Bytestreams.NamespaceName]).ToXml()));
        OnAddress = (_, _) => Task.FromResult(Address);
        OnActivate = ActivateAsync;
        _accepting = AcceptAsync();
    }

    public Jid Jid { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Where it says that it listens.</summary>
    public IPEndPoint Told { get; set; }

    /// <summary>What it says when it is asked for its address.</summary>
    public IqAnswer Address => IqAnswer.Result(new XElement(Ns.Bytestreams + "query", new Streamhost(Jid, Told.Address.ToString(), Told.Port).ToXml()));

    /// <summary>Its answer when it is asked what it is.</summary>
    public Func<CancellationToken, Task<IqAnswer>> OnInfo { get; set; }

    /// <summary>Its answer when it is asked for its address.</summary>
    public Func<IqRequest, CancellationToken, Task<IqAnswer>> OnAddress { get; set; }

    /// <summary>Its answer when it is asked to activate a stream.</summary>
    public Func<IqRequest, CancellationToken, Task<IqAnswer>> OnActivate { get; set; }

    /// <summary>How often it was asked to.</summary>
    public int Activations => Volatile.Read(ref _activations);

    /// <summary>An answer that never comes.</summary>
    public static async Task<IqAnswer> SilenceAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return IqAnswer.NotHandled;
    }

    public static async Task<FaultyProxy> ComeAsync(House house, string jid)
    {
        var proxy = new FaultyProxy(house, jid);
        await proxy._client.ConnectAsync();
        return proxy;
    }

    public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation)
    {
        if (request.Payload.Name == Ns.DiscoInfo + "query")
            return OnInfo(cancellation);
        if (request.Payload.Name != BytestreamOffer.ElementName)
            return Task.FromResult(IqAnswer.NotHandled);
        if (request.Type == IqType.Get)
            return OnAddress(request, cancellation);
        Interlocked.Increment(ref _activations);
        return OnActivate(request, cancellation);
    }

    public void OnPresence(XElement presence)
    {
    }

    public void OnMessage(XElement message)
    {
    }

    /// <summary>What an honest proxy does: joins the two that connected.</summary>
    public Task<IqAnswer> ActivateAsync(IqRequest request, CancellationToken cancellation)
    {
        var activate = Activate.Parse(request.Payload);
        var dstAddr = BytestreamDigest.Compute(activate.Sid, request.From, activate.Target);
        if (!_waiting.TryRemove(dstAddr, out var ends) || ends.ToArray() is not [var target, var requester])
            return Task.FromResult(IqAnswer.Error(StanzaError.ItemNotFound("nobody is connected")));
        _carrying.Add(new RelayedLink(target, requester, null, () => { }, _ => { }, _stop.Token).CarryAsync());
        return Task.FromResult(IqAnswer.Result());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _sockets.Add(socket);
                _carrying.Add(GreetAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task GreetAsync(Socket socket)
    {
        try
        {
            var stream = new NetworkStream(socket);
            await stream.ReadExactlyAsync(new byte[3], _stop.Token);
            await stream.WriteAsync(new byte[] { 5, 0 }, _stop.Token);
            var request = new byte[47];
            await stream.ReadExactlyAsync(request, _stop.Token);
            _waiting.GetOrAdd(Encoding.ASCII.GetString(request, 5, 40), _ => new()).Enqueue(socket);
            request[1] = 0;
            await stream.WriteAsync(request, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            socket.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisposeAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_carrying);
        foreach (var socket in _sockets)
            socket.Dispose();
        _stop.Dispose();
    }
}
