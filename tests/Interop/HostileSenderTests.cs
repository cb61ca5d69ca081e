using System.Security.Cryptography;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Interop;

/// <summary>A sender that is wrong, broken or malicious; and one that is merely foreign.</summary>
public sealed class HostileSenderTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const string Sid = "session-1";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("1000", false)]
    [InlineData("1000", true)]
    [InlineData("0", false)]
    [Trait("Conformance", "7")]
    public async Task A_foreign_client_sends_a_file(string size, bool hash)
    {
        await using var scene = await Scene.StartAsync(prosody);
        var bytes = RandomNumberGenerator.GetBytes(int.Parse(size, null));
        await scene.SendAsync("foreign.bin", size, bytes, hash ? Convert.ToHexStringLower(MD5.HashData(bytes)) : null);
        var received = await scene.Daemon.IncomingAsync("Completed");
        (await File.ReadAllBytesAsync(received.Path)).ShouldBe(bytes);
        scene.Daemon.InboxFiles.ShouldBe(["foreign.bin"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999")]
    [InlineData("12three")]
    [InlineData("1e3")]
    [InlineData("")]
    [Trait("Conformance", "10")]
    public async Task An_offer_of_an_impossible_size_is_refused(string? size)
    {
        await using var scene = await Scene.StartAsync(prosody);
        var refusal = await Should.ThrowAsync<StanzaErrorException>(() => scene.OfferAsync("x.bin", size));
        refusal.Error.Condition.ShouldBe("bad-request");
        await scene.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("109951162777600")]
    public async Task An_offer_of_more_than_is_taken_is_declined(string size)
    {
        await using var scene = await Scene.StartAsync(prosody);
        var refusal = await Should.ThrowAsync<StanzaErrorException>(() => scene.OfferAsync("x.bin", size));
        refusal.Error.Condition.ShouldBeOneOf("forbidden", "not-acceptable", "resource-constraint");
        await scene.ShouldStillServeAsync();
    }

    [Theory]
    [InlineData("../../../../tmp/evil")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("C:\\windows\\system32\\evil.dll")]
    [InlineData("a\u0001b\u202Egnp.exe")]
    [InlineData(".ssh")]
    [InlineData("long")]
    public async Task A_name_never_leaves_the_inbox(string name)
    {
        await using var scene = await Scene.StartAsync(prosody);
        if (name == "long")
            name = new string('é', 300) + ".tar.gz";
        if (name.Contains('\u0001'))
            name = name.Replace("\u0001", "\t", StringComparison.Ordinal); // XML cannot carry the other
        var bytes = RandomNumberGenerator.GetBytes(100);
        await scene.SendAsync(name, "100", bytes);
        var received = await scene.Daemon.IncomingAsync("Completed");
        Path.GetDirectoryName(received.Path).ShouldBe(scene.Daemon.Inbox);
        var kept = scene.Daemon.InboxFiles.ShouldHaveSingleItem();
        kept.ShouldNotStartWith(".");
        kept.ShouldNotContain(c => char.IsControl(c) || c == '/' || c == '\\');
        (await File.ReadAllBytesAsync(received.Path)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Fewer_bytes_than_offered_are_never_a_file()
    {
        await using var scene = await Scene.StartAsync(prosody);
        await scene.SendAsync("short.bin", "1000", RandomNumberGenerator.GetBytes(999));
        var incoming = await scene.Daemon.IncomingAsync("Interrupted");
        incoming.Offset.ShouldBeLessThan(1000);
        scene.Daemon.InboxFiles.ShouldNotContain("short.bin");
        await scene.ShouldStillServeAsync();
    }

    [Fact]
    public async Task More_bytes_than_offered_never_reach_the_disk()
    {
        await using var scene = await Scene.StartAsync(prosody);
        var bytes = RandomNumberGenerator.GetBytes(5000);
        await scene.SendAsync("more.bin", "1000", bytes);
        await scene.Daemon.IncomingAsync(t => t.Reason == "excess-bytes");
        foreach (var path in Directory.EnumerateFiles(scene.Daemon.Inbox))
            new FileInfo(path).Length.ShouldBeLessThanOrEqualTo(1000);
        await scene.ShouldStillServeAsync();
    }

    [Fact]
    [Trait("Conformance", "7")]
    public async Task A_file_with_another_hash_than_offered_never_shows_up()
    {
        await using var scene = await Scene.StartAsync(prosody);
        await scene.SendAsync("wrong.bin", "1000", RandomNumberGenerator.GetBytes(1000), new string('0', 32));
        (await scene.Daemon.IncomingAsync(t => t.Reason == "hash-mismatch")).Offset.ShouldBe(0);
        scene.Daemon.InboxFiles.ShouldNotContain("wrong.bin");
        await scene.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_stranger_is_declined()
    {
        await using var scene = await Scene.StartAsync(prosody, acceptFrom: "somebody@else.example");
        var refusal = await Should.ThrowAsync<StanzaErrorException>(() => scene.OfferAsync("x.bin", "10"));
        refusal.Error.Condition.ShouldBe("forbidden");
        scene.Daemon.InboxFiles.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Conformance", "16")]
    public async Task A_streamhost_that_talks_garbage_is_item_not_found()
    {
        await using var scene = await Scene.StartAsync(prosody);
        await scene.OfferAsync("x.bin", "1000");
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var garbage = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        });
        var refusal = await Should.ThrowAsync<StanzaErrorException>(() =>
            scene.Peer.OfferStreamhostAsync(scene.To, Sid, ((System.Net.IPEndPoint)listener.LocalEndpoint).Port));
        refusal.Error.Condition.ShouldBe("item-not-found");
        await garbage;
        await scene.ShouldStillServeAsync();
    }

    [Fact]
    [Trait("Conformance", "14")]
    public async Task A_bytestream_that_nobody_offered_is_refused()
    {
        await using var scene = await Scene.StartAsync(prosody);
        var refusal = await Should.ThrowAsync<StanzaErrorException>(() => scene.Peer.OfferStreamhostAsync(scene.To, "unheard-of", 1));
        refusal.Error.Condition.ShouldBe("not-acceptable");
    }

    [Fact]
    public async Task An_inbox_that_cannot_be_written_declines_and_the_daemon_lives_on()
    {
        await using var scene = await Scene.StartAsync(prosody);
        Directory.Delete(scene.Daemon.Inbox);
        await File.WriteAllTextAsync(scene.Daemon.Inbox, "a file where the folder was");
        await Should.ThrowAsync<StanzaErrorException>(() => scene.OfferAsync("x.bin", "10"));
        File.Delete(scene.Daemon.Inbox);
        Directory.CreateDirectory(scene.Daemon.Inbox);
        await scene.ShouldStillServeAsync();
    }

    /// <summary>One daemon, and a foreign client that knows its address.</summary>
    private sealed class Scene(Daemon daemon, ForeignPeer peer, Jid to) : IAsyncDisposable
    {
        public Daemon Daemon => daemon;

        public ForeignPeer Peer => peer;

        public Jid To => to;

        public static async Task<Scene> StartAsync(Prosody prosody, string acceptFrom = "*")
        {
            var (us, foreigner) = prosody.NewPair();
            var daemon = await Daemon.CreateAsync(prosody.StartTls(us) with { AcceptFrom = acceptFrom });
            var peer = await ForeignPeer.ConnectAsync(prosody, foreigner);
            return new Scene(daemon, peer, await peer.FindAsync(us));
        }

        public Task<System.Xml.Linq.XElement?> OfferAsync(string? name, string? size, string? hash = null, string sid = Sid) =>
            peer.OfferAsync(to, sid, ForeignPeer.FileElement(name, size, hash));

        /// <summary>Offers, connects, writes the bytes, however many, and closes.</summary>
        public async Task SendAsync(string name, string size, byte[] bytes, string? hash = null, string sid = Sid)
        {
            using var limit = new CancellationTokenSource(_patience);
            using var streamhost = new SocksEnd();
            await OfferAsync(name, size, hash, sid);
            var accepting = streamhost.AcceptAsync(limit.Token);
            await peer.OfferStreamhostAsync(to, sid, streamhost.Port);
            await using var stream = await accepting;
            try
            {
                await stream.WriteAsync(bytes, limit.Token);
                stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
                // Until the daemon, which has nothing to say, closes.
                await stream.CopyToAsync(Stream.Null, limit.Token);
            }
            catch (IOException)
            {
                // The daemon may hang up on too many bytes.
            }
        }

        /// <summary>What went wrong before stops no other transfer.</summary>
        public async Task ShouldStillServeAsync()
        {
            var bytes = RandomNumberGenerator.GetBytes(500);
            await SendAsync("after.bin", "500", bytes, sid: "session-after");
            Transfer? received = null;
            await Wait.UntilAsync(
                async () => (received = (await daemon.ListAsync()).FirstOrDefault(t => t.Name == "after.bin" && t.State == "Completed")) is not null,
                _patience,
                () => daemon.Log);
            (await File.ReadAllBytesAsync(received!.Path)).ShouldBe(bytes);
        }

        public async ValueTask DisposeAsync()
        {
            await peer.DisposeAsync();
            await daemon.DisposeAsync();
        }
    }
}
