using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Xmpp.Sasl;

namespace Orchestrator.Tests.Sandbox;

/// <summary>A socket with a script: send this text, expect that text.</summary>
internal sealed partial class RawClient : IAsyncDisposable
{
    public const string Header =
        "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private readonly TcpClient _tcp = new() { ReceiveBufferSize = 4096 };
    private readonly StringBuilder _received = new();

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    /// <summary>A client that is logged in, without TLS, and bound.</summary>
    public static async Task<RawClient> LoginAsync(int port, string user, string password, string resource)
    {
        var client = await ConnectAsync(port);
        await client.SendAsync(Header);
        await client.ExpectAsync("</stream:features>");
        await client.AuthenticateAsync(user, password);
        await client.SendAsync(Header);
        await client.ExpectAsync("</stream:features>");
        await client.SendAsync($"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{resource}</resource></bind></iq>");
        await client.ExpectAsync($"<jid>{user}@localhost/{resource}</jid></bind></iq>");
        return client;
    }

    public async Task AuthenticateAsync(string user, string password)
    {
        var scram = new ScramClient(HashAlgorithmName.SHA1, user, password, ScramClient.NewNonce(), "n", []);
        await SendAsync($"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>{Base64(scram.First)}</auth>");
        var challenge = Base64Content().Match(await ExpectAsync("</challenge>")).Groups[1].Value;
        await SendAsync($"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Base64(scram.Final(Encoding.UTF8.GetString(Convert.FromBase64String(challenge))))}</response>");
        await ExpectAsync("</success>");
    }

    public async Task SendAsync(string xml) => await _tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(xml));

    /// <summary>Waits for a text and returns everything up to its end.</summary>
    public async Task<string> ExpectAsync(string text)
    {
        int at;
        while ((at = _received.ToString().IndexOf(text, StringComparison.Ordinal)) < 0)
        {
            if (!await ReceiveAsync())
                throw new EndOfStreamException($"The server closed after: {_received}");
        }

        var seen = _received.ToString(0, at + text.Length);
        _received.Remove(0, at + text.Length);
        return seen;
    }

    /// <summary>Everything until the server closes.</summary>
    public async Task<string> ExpectEndAsync()
    {
        while (await ReceiveAsync())
        {
        }

        return _received.ToString();
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        var buffer = new byte[4096];
        try
        {
            var count = await _tcp.GetStream().ReadAsync(buffer, patience.Token);
            _received.Append(Encoding.UTF8.GetString(buffer, 0, count));
            return count > 0;
        }
        catch (IOException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server is silent after: {_received}");
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(">([^<]*)</challenge>$")]
    private static partial Regex Base64Content();
}
