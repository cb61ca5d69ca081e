using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Streams.Connections;
using Orchestrator.Streams.Socks5;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Socks5;

/// <summary>The connector against streamhosts of every kind that was met on the wire.</summary>
public sealed class Socks5ConnectorTests : IDisposable
{
    private const string Digest = "972b7bf47291ca609517f67f86b5081086052dad";
    private readonly TcpListener _streamhost = new(IPAddress.Loopback, 0);

    public Socks5ConnectorTests() => _streamhost.Start();

    private int Port => ((IPEndPoint)_streamhost.LocalEndpoint).Port;

    public void Dispose() => _streamhost.Dispose();

    public static TheoryData<string, byte[]> Replies => new()
    {
        { "the echo", [5, 0, 0, 3, 40, .. Encoding.ASCII.GetBytes(Digest), 0, 0] },
        { "libpurple: its own IP as text", [5, 0, 0, 3, 9, .. "127.0.0.1"u8, 0, 0] },
        { "IPv4", [5, 0, 0, 1, 127, 0, 0, 1, 4, 56] },
        { "IPv6", [5, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 56] },
        { "an empty name", [5, 0, 0, 3, 0, 0, 0] },
        { "the longest name", [5, 0, 0, 3, 255, .. new byte[255], 0, 0] },
    };

    [Theory, Trait("Conformance", "18")]
    [MemberData(nameof(Replies))]
    public async Task Any_bound_address_is_taken_and_the_payload_behind_it_is_not_touched(string kind, byte[] reply)
    {
        var connecting = ConnectAsync();
        await using var peer = await AcceptRequestAsync();
        await peer.WriteAsync(reply.Concat("payload"u8.ToArray()).ToArray());

        await using var stream = await connecting;
        (await stream.ReadAsync(7)).ShouldBe("payload"u8.ToArray(), kind);
    }

    [Fact, Trait("Conformance", "19")]
    public async Task Greeting_and_request_leave_one_after_the_other_each_in_one_piece()
    {
        var connecting = ConnectAsync();
        await using var peer = new NetworkStream(await _streamhost.AcceptSocketAsync(), ownsSocket: true);
        var buffer = new byte[1024];
        (await peer.ReadAsync(buffer)).ShouldBe(3);
        buffer[..3].ShouldBe([5, 1, 0]);

        await peer.WriteAsync(new byte[] { 5, 0 });
        (await peer.ReadAsync(buffer)).ShouldBe(47);
        buffer[..47].ShouldBe([5, 1, 0, 3, 40, .. Encoding.ASCII.GetBytes(Digest), 0, 0]);

        await peer.WriteAsync(buffer.AsMemory(0, 1));
        await peer.WriteAsync(new byte[] { 0, 0, 3, 1, 0x78, 0, 0 });
        await using var stream = await connecting;
    }

    [Fact]
    public async Task Our_own_listener_lets_it_in()
    {
        await using var listener = Socks5Listener.Start(
            new IPEndPoint(IPAddress.Loopback, 0), timeouts: null, TimeProvider.System, NullLogger.Instance);
        var connected = new TaskCompletionSource<Stream>();
        listener.Expect(Digest, connected.SetResult);
        await using var theirs = await Socks5Connector.ConnectAsync(
            "localhost", listener.LocalEndPoint.Port, Digest, AddressGuard.Open, Loopback.Patience, CancellationToken.None);
        await using var ours = await connected.Task.WaitAsync(Loopback.Patience);
        await ours.WriteAsync("hello"u8.ToArray());
        (await theirs.ReadAsync(5)).ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_code()
    {
        var connecting = ConnectAsync();
        await using var peer = await AcceptRequestAsync();
        await peer.WriteAsync(new byte[] { 5, 4, 0, 3 });
        var error = await Should.ThrowAsync<Socks5Exception>(connecting);
        error.Kind.ShouldBe(Socks5Error.Refused);
        error.Message.ShouldContain("HostUnreachable");
        error.Message.ShouldContain($"127.0.0.1:{Port}");
    }

    [Theory]
    [InlineData(new byte[] { 5, 0xFF }, Socks5Error.Refused)]
    [InlineData(new byte[] { 5, 2 }, Socks5Error.Refused)]
    [InlineData(new byte[] { 4, 0 }, Socks5Error.Protocol)]
    [InlineData(new byte[] { (byte)'H', (byte)'T' }, Socks5Error.Protocol)]
    [InlineData(new byte[] { 5, 0, 0x48, 0, 0, 3, 0, 0, 0 }, Socks5Error.Protocol)]
    [InlineData(new byte[] { 5, 0, 5, 0, 0, 9, 0, 0, 0 }, Socks5Error.Protocol)]
    [InlineData(new byte[] { 5, 0, 5, 0, 0, 3, 40, 1 }, Socks5Error.Protocol)]
    [InlineData(new byte[] { 5 }, Socks5Error.Protocol)]
    public async Task Malformed_answers_and_hang_ups_are_told(byte[] answer, Socks5Error kind)
    {
        var connecting = ConnectAsync();
        using var peer = await _streamhost.AcceptSocketAsync();
        await peer.SendAsync(answer);
        peer.Shutdown(SocketShutdown.Send);
        (await Should.ThrowAsync<Socks5Exception>(connecting)).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_streamhost_that_accepts_and_says_nothing_times_out()
    {
        var connecting = ConnectAsync(TimeSpan.FromMilliseconds(200));
        using var peer = await _streamhost.AcceptSocketAsync();
        (await Should.ThrowAsync<Socks5Exception>(connecting)).Kind.ShouldBe(Socks5Error.Timeout);
    }

    [Fact]
    public async Task A_closed_port_or_an_unknown_name_is_unreachable()
    {
        var port = Port;
        _streamhost.Stop();
        foreach (var host in new[] { "127.0.0.1", "nobody.invalid", "not a host" })
        {
            var connecting = Socks5Connector.ConnectAsync(host, port, Digest, AddressGuard.Open, Loopback.Patience, CancellationToken.None);
            (await Should.ThrowAsync<Socks5Exception>(connecting)).Kind.ShouldBe(Socks5Error.Unreachable, host);
        }
    }

    [Fact]
    public async Task Cancelling_is_no_fault_of_the_streamhost()
    {
        using var cancellation = new CancellationTokenSource();
        var connecting = Socks5Connector.ConnectAsync("127.0.0.1", Port, Digest, AddressGuard.Open, Loopback.Patience, cancellation.Token);
        using var peer = await _streamhost.AcceptSocketAsync();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(connecting);
    }

    private Task<Stream> ConnectAsync(TimeSpan? timeout = null) =>
        Socks5Connector.ConnectAsync("127.0.0.1", Port, Digest, AddressGuard.Open, timeout ?? Loopback.Patience, CancellationToken.None);

    private async Task<NetworkStream> AcceptRequestAsync()
    {
        var peer = new NetworkStream(await _streamhost.AcceptSocketAsync(), ownsSocket: true);
        await peer.ReadAsync(3);
        await peer.WriteAsync(new byte[] { 5, 0 });
        await peer.ReadAsync(47);
        return peer;
    }
}
