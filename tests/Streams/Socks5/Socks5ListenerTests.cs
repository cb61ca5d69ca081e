using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Streams.Socks5;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Socks5;

/// <summary>The streamhost as connectors see it: XEP-0065 §5.3.2 and §10.2.</summary>
public sealed class Socks5ListenerTests : IAsyncLifetime
{
    private const string Digest = "972b7bf47291ca609517f67f86b5081086052dad";
    private static readonly byte[] Greeting = [5, 1, 0];
    private static readonly byte[] Request = [5, 1, 0, 3, 40, .. Encoding.ASCII.GetBytes(Digest), 0, 0];
    private static readonly byte[] Admitted = [5, 0, 0, 3, 40, .. Encoding.ASCII.GetBytes(Digest), 0, 0];

    private Socks5Listener _listener = Start(new IPEndPoint(IPAddress.Loopback, 0));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _listener.DisposeAsync();

    [Fact, Trait("Conformance", "18,19")]
    public async Task The_handshake_may_be_cut_at_every_byte()
    {
        byte[] all = [.. Greeting, .. Request];
        for (var cut = 1; cut < all.Length; cut++)
        {
            var connected = Expect(Digest);
            await using var peer = await Loopback.ConnectAsync(_listener.LocalEndPoint);
            await peer.WriteAsync(all.AsMemory(0, cut));
            await Task.Yield();
            await peer.WriteAsync(all.AsMemory(cut));

            (await peer.ReadAsync(2 + 47)).ShouldBe([5, 0, .. Admitted], $"cut after byte {cut}");
            await using var ours = await connected.WaitAsync(Loopback.Patience);
        }
    }

    [Fact, Trait("Conformance", "19")]
    public async Task The_handshake_may_come_byte_by_byte()
    {
        var connected = Expect(Digest);
        await using var peer = await Loopback.ConnectAsync(_listener.LocalEndPoint);
        foreach (var one in Greeting.Concat(Request))
        {
            await peer.WriteAsync(new[] { one });
            await Task.Yield();
        }

        (await peer.ReadAsync(2 + 47)).ShouldBe([5, 0, .. Admitted]);
        await using var ours = await connected.WaitAsync(Loopback.Patience);
    }

    [Fact, Trait("Conformance", "19,21")]
    public async Task Payload_that_comes_in_one_piece_with_the_handshake_is_not_lost()
    {
        var connected = Expect(Digest);
        await using var peer = await Loopback.ConnectAsync(_listener.LocalEndPoint);
        await peer.WriteAsync(new byte[] { 5, 3, 2, 1, 0 }.Concat(Request).Concat("payload"u8.ToArray()).ToArray());

        await using var ours = await connected.WaitAsync(Loopback.Patience);
        (await ours.ReadAsync(7)).ShouldBe("payload"u8.ToArray());
        await ours.WriteAsync("back"u8.ToArray());
        (await peer.ReadAsync(2 + 47 + 4))[^4..].ShouldBe("back"u8.ToArray());
    }

    [Fact, Trait("Conformance", "19")]
    public async Task An_unknown_digest_is_refused_with_a_reply()
    {
        await using var peer = await GreetAsync();
        await peer.WriteAsync(Request);

        (await peer.ReadAsync(47))[..2].ShouldBe([5, 5]);
        (await peer.IsClosedAsync()).ShouldBeTrue();
    }

    [Fact, Trait("Conformance", "21")]
    public async Task A_second_connector_is_refused_and_the_first_lives_on()
    {
        var connected = Expect(Digest);
        await using var first = await GreetAsync();
        await using var second = await GreetAsync();
        await first.WriteAsync(Request);
        (await first.ReadAsync(47)).ShouldBe(Admitted);
        await second.WriteAsync(Request);
        (await second.ReadAsync(47))[1].ShouldNotBe((byte)0);

        await using var ours = await connected.WaitAsync(Loopback.Patience);
        await ours.WriteAsync("for the first"u8.ToArray());
        (await first.ReadAsync(13)).ShouldBe("for the first"u8.ToArray());
    }

    [Fact]
    public async Task Of_many_connectors_at_once_exactly_one_is_let_in()
    {
        var count = 0;
        _listener.Expect(Digest, _ => Interlocked.Increment(ref count)).ShouldBeTrue();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var peer = await GreetAsync();
            await peer.WriteAsync(Request);
            return (await peer.ReadAsync(47))[1];
        }));

        replies.Count(code => code == 0).ShouldBe(1);
        await Eventually.BecomesTrueAsync(() => count == 1);
    }

    [Fact]
    public async Task A_digest_is_expected_once_at_a_time_and_can_be_forgotten()
    {
        _listener.Expect(Digest, _ => { }).ShouldBeTrue();
        _listener.Expect(Digest, _ => { }).ShouldBeFalse();
        _listener.Forget(Digest);
        await using var peer = await GreetAsync();
        await peer.WriteAsync(Request);
        (await peer.ReadAsync(47))[1].ShouldBe((byte)5);
    }

    [Fact]
    public async Task Stalled_connectors_hold_nobody_up()
    {
        await using var silent = await Loopback.ConnectAsync(_listener.LocalEndPoint);
        await using var halfway = await GreetAsync();
        await halfway.WriteAsync(Request.AsMemory(0, 20));

        var connected = Expect(Digest);
        await using var peer = await GreetAsync();
        await peer.WriteAsync(Request);
        (await peer.ReadAsync(47)).ShouldBe(Admitted);
        await using var ours = await connected.WaitAsync(Loopback.Patience);
    }

    [Fact]
    public async Task A_connector_that_stalls_in_either_phase_is_hung_up_on()
    {
        await RestartAsync(new Socks5Timeouts(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)));
        await using var silent = await Loopback.ConnectAsync(_listener.LocalEndPoint);
        (await silent.IsClosedAsync()).ShouldBeTrue();

        await using var halfway = await GreetAsync();
        await halfway.WriteAsync(Request.AsMemory(0, 20));
        (await halfway.IsClosedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_flood_of_stalled_connectors_does_not_lock_others_out()
    {
        var flood = new List<Stream>();
        for (var i = 0; i < Socks5Listener.MaxHandshakes + 10; i++)
        {
            flood.Add(await Loopback.ConnectAsync(_listener.LocalEndPoint));
        }

        await using var peer = await GreetAsync();
        var connected = Expect(Digest);
        await peer.WriteAsync(Request);
        (await peer.ReadAsync(47)).ShouldBe(Admitted);
        await using var ours = await connected.WaitAsync(Loopback.Patience);
        (await flood[0].IsClosedAsync()).ShouldBeTrue();
        flood.ForEach(one => one.Dispose());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n")]
    [InlineData("\x04\x01\x00\x50\x7f\x00\x00\x01\x00")]
    [InlineData("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")]
    public async Task Garbage_is_hung_up_on_at_once(string garbage)
    {
        await using var peer = await Loopback.ConnectAsync(_listener.LocalEndPoint);
        await peer.WriteAsync(Encoding.Latin1.GetBytes(garbage));
        (await peer.IsClosedAsync()).ShouldBeTrue();
    }

    [Theory, Trait("Conformance", "18")]
    [InlineData(2, 3, 7)]
    [InlineData(3, 3, 7)]
    [InlineData(1, 1, 8)]
    [InlineData(1, 4, 8)]
    public async Task Other_commands_and_address_types_are_refused_with_their_code(byte command, byte addressType, byte code)
    {
        await using var peer = await GreetAsync();
        await peer.WriteAsync(new byte[] { 5, command, 0, addressType });
        (await peer.ReadAsync(2)).ShouldBe([5, code]);
    }

    [Fact]
    public async Task A_connector_that_insists_on_authentication_is_told_no()
    {
        await using var peer = await Loopback.ConnectAsync(_listener.LocalEndPoint);
        await peer.WriteAsync(new byte[] { 5, 1, 2 });
        (await peer.ReadAsync(2)).ShouldBe([5, 0xFF]);
    }

    [Fact]
    public void A_port_in_use_gets_a_message_with_the_address_and_the_mend()
    {
        var error = Should.Throw<IOException>(() => Start(_listener.LocalEndPoint));
        error.Message.ShouldContain(_listener.LocalEndPoint.ToString());
        error.Message.ShouldContain("s5b.listen");
    }

    [Fact]
    public async Task The_IPv6_wildcard_takes_IPv4_connections_too()
    {
        await using var dual = Start(new IPEndPoint(IPAddress.IPv6Any, 0));
        await using var peer = await Loopback.ConnectAsync(new IPEndPoint(IPAddress.Loopback, dual.LocalEndPoint.Port));
        await peer.WriteAsync(Greeting);
        (await peer.ReadAsync(2)).ShouldBe([5, 0]);
    }

    [Fact]
    public async Task Disposing_ends_handshakes_but_not_streams_that_were_handed_over()
    {
        var connected = Expect(Digest);
        await using var admitted = await GreetAsync();
        await admitted.WriteAsync(Request);
        await admitted.ReadAsync(47);
        await using var ours = await connected.WaitAsync(Loopback.Patience);
        await using var stalled = await GreetAsync();

        await _listener.DisposeAsync();

        (await stalled.IsClosedAsync()).ShouldBeTrue();
        await ours.WriteAsync("still here"u8.ToArray());
        (await admitted.ReadAsync(10)).ShouldBe("still here"u8.ToArray());
        await Should.ThrowAsync<SocketException>(() => Loopback.ConnectAsync(_listener.LocalEndPoint));
    }

    private static Socks5Listener Start(IPEndPoint endPoint, Socks5Timeouts? timeouts = null) =>
        Socks5Listener.Start(endPoint, timeouts, TimeProvider.System, NullLogger.Instance);

    private async Task RestartAsync(Socks5Timeouts timeouts)
    {
        await _listener.DisposeAsync();
        _listener = Start(new IPEndPoint(IPAddress.Loopback, 0), timeouts);
    }

    private Task<Stream> Expect(string digest)
    {
        var connected = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        _listener.Expect(digest, connected.SetResult).ShouldBeTrue();
        return connected.Task;
    }

    private async Task<NetworkStream> GreetAsync()
    {
        var peer = await Loopback.ConnectAsync(_listener.LocalEndPoint);
        await peer.WriteAsync(Greeting);
        (await peer.ReadAsync(2)).ShouldBe([5, 0]);
        return peer;
    }
}
