using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Clients;

/// <summary>What all tests of the client share: a scripted server and options that lead to it.</summary>
public abstract class ClientTest : IAsyncLifetime
{
    private readonly List<XmppClient> _clients = [];
    private readonly List<ScriptedStream> _streams = [];

    private protected ScriptedServer Server { get; } = new();

    private protected static XNamespace Client => Ns.Client;

    private protected static Jid Peer { get; } = Jid.Parse("b@localhost/peer");

    private protected XmppOptions Options => new()
    {
        Jid = Jid.Parse("a@localhost"),
        Password = "secret",
        Host = "127.0.0.1",
        Port = Server.Port,
        Tls = TlsMode.Insecure,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        RequestTimeout = TimeSpan.FromSeconds(10),
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var stream in _streams)
            stream.Dispose();
        foreach (var client in _clients)
            await client.DisposeAsync();
        Server.Dispose();
    }

    private protected XmppClient Create(XmppOptions options, IStanzaHandler? handler = null)
    {
        var client = new XmppClient(options, handler ?? new RecordingHandler(), TimeProvider.System, NullLogger<XmppClient>.Instance);
        _clients.Add(client);
        return client;
    }

    private protected async Task<ScriptedStream> AcceptAsync()
    {
        var stream = await Server.AcceptAsync();
        _streams.Add(stream);
        return stream;
    }

    private protected async Task<(XmppClient Client, ScriptedStream Stream)> ConnectAsync(
        IStanzaHandler? handler = null, string features = ScriptedStream.Bind, XmppOptions? options = null)
    {
        var client = Create(options ?? Options, handler);
        return (client, await ConnectAsync(client, stream => stream.LoginAsync(features)));
    }

    private protected async Task<ScriptedStream> ConnectAsync(XmppClient client, Func<ScriptedStream, Task> script)
    {
        var connecting = client.ConnectAsync();
        var stream = await AcceptAsync();
        await script(stream);
        await connecting;
        return stream;
    }

    private protected async Task<XmppException> RefusedAsync(XmppOptions options, Func<ScriptedStream, Task> script)
    {
        var connecting = Create(options).ConnectAsync();
        var stream = await AcceptAsync();
        await script(stream);
        return await Should.ThrowAsync<XmppException>(connecting);
    }
}
