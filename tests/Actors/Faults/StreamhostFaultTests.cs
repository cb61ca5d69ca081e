using System.Net;
using System.Net.Sockets;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Connections;
using Orchestrator.Streams.Socks5;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Tests.Interop.Faults;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>Streamhosts that swallow, peers that vanish or contradict themselves, strangers at the door.</summary>
public sealed class StreamhostFaultTests : IAsyncLifetime
{
    private const int Size = 300_000;
    private House _house = null!;

    public async Task InitializeAsync() => _house = await House.OpenAsync();

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    [Trait("Conformance", "16")]
    public async Task A_black_holed_first_streamhost_costs_the_stagger_and_no_timeout()
    {
        var hole = IPAddress.Parse("127.0.0.7");
        var settings = _house.Settings("alice", s => s with { NegotiationTimeout = TimeSpan.FromSeconds(25) });
        var alice = await _house.StartAsync(settings with { S5b = settings.S5b with { Advertise = [hole.ToString(), "127.0.0.1"] } });
        using var swallows = new BlackHole(new IPEndPoint(hole, alice.Listening.Port));
        settings = _house.Settings("bob");
        await _house.StartAsync(settings with { S5b = settings.S5b with { ConnectTimeout = TimeSpan.FromSeconds(20) } });
        await _house.OnlineAsync("bob");
        var source = _house.File("data.bin", Size);
        var begun = DateTime.UtcNow;

        await House.SubmitAsync(alice, source, "bob@localhost");
        var sent = await _house.CompletedAsync(alice);

        (DateTime.UtcNow - begun).ShouldBeLessThan(TimeSpan.FromSeconds(15));
        (sent.Road, sent.Sessions).ShouldBe(("s5b-direct", 1));
        await _house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    [Trait("Conformance", "16")]
    public async Task Streamhosts_that_are_all_black_holes_end_with_the_phase_and_another_road()
    {
        var hole = IPAddress.Parse("127.0.0.7");
        var settings = _house.Settings("alice", RelayedPair.Quick);
        var alice = await _house.StartAsync(settings with { S5b = settings.S5b with { Advertise = [hole.ToString()] } });
        using var swallows = new BlackHole(new IPEndPoint(hole, alice.Listening.Port));
        await _house.StartAsync("bob", RelayedPair.Quick);
        await _house.OnlineAsync("bob");
        var source = _house.File("data.bin", Size);

        await House.SubmitAsync(alice, source, "bob@localhost");

        (await _house.CompletedAsync(alice)).Road.ShouldBe("ibb");
        await _house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    [Trait("Conformance", "20")]
    public async Task A_streamhost_used_that_comes_too_late_belongs_to_no_later_session()
    {
        var (alice, bob) = await SenderAndForeignReceiverAsync();
        await using var peer = bob;
        var asked = 0;
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var streams = new List<Task<byte[]>>();
        bob.OnStreamhosts = async (request, offer) =>
        {
            var stream = await ConnectAsync(request, offer);
            streams.Add(ReadAsync(stream));
            if (Interlocked.Increment(ref asked) == 1)
                await late.Task;
            else
                late.TrySetResult();
            return IqAnswer.Result(new StreamhostUsed(offer.Sid, offer.Streamhosts[0].Jid).ToXml());
        };
        var source = _house.File("data.bin", Size);

        await House.SubmitAsync(alice, source, "bob@localhost");
        var sent = await _house.CompletedAsync(alice);

        sent.Sessions.ShouldBe(2);
        _house.Reasons(sent.Id).ShouldBe(["no-answer"]);
        (await streams[0]).ShouldBeEmpty();
        (await streams[1]).ShouldBe(await System.IO.File.ReadAllBytesAsync(source));
    }

    [Fact]
    [Trait("Conformance", "21")]
    public async Task A_stranger_who_knows_the_hash_and_comes_first_gets_no_byte()
    {
        var (alice, bob) = await SenderAndForeignReceiverAsync();
        await using var peer = bob;
        var asked = 0;
        var streams = new List<Task<byte[]>>();
        bob.OnStreamhosts = async (request, offer) =>
        {
            streams.Add(ReadAsync(await ConnectAsync(request, offer)));
            // The peer itself is refused then, and says so.
            if (Interlocked.Increment(ref asked) == 1)
            {
                (await Should.ThrowAsync<Socks5Exception>(() => ConnectAsync(request, offer))).Kind.ShouldBe(Socks5Error.Refused);
                return IqAnswer.Error(StanzaError.ItemNotFound());
            }

            return IqAnswer.Result(new StreamhostUsed(offer.Sid, offer.Streamhosts[0].Jid).ToXml());
        };
        var source = _house.File("data.bin", Size);

        await House.SubmitAsync(alice, source, "bob@localhost");
        await _house.CompletedAsync(alice);

        (await streams[0]).ShouldBeEmpty();
        (await streams[1]).ShouldBe(await System.IO.File.ReadAllBytesAsync(source));
    }

    [Fact]
    [Trait("Conformance", "19")]
    public async Task Strangers_and_stalled_connectors_at_the_door_hold_nobody_up()
    {
        var alice = await _house.StartAsync("alice", RelayedPair.Quick);
        await _house.StartAsync("bob", RelayedPair.Quick);
        await _house.OnlineAsync("bob");
        var door = new List<TcpClient>();
        for (var n = 0; n < 40; n++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(alice.Listening);
            // Some say nothing, some stop in the middle of a word.
            await client.GetStream().WriteAsync(new byte[] { 5, 1, 0, 5, 1 }.AsMemory(0, n % 6));
            door.Add(client);
        }

        await Should.ThrowAsync<Socks5Exception>(() => Socks5Connector.ConnectAsync(
            "127.0.0.1", alice.Listening.Port, new string('a', 40), AddressGuard.Open, TimeSpan.FromSeconds(5), CancellationToken.None));
        var source = _house.File("data.bin", Size);
        await House.SubmitAsync(alice, source, "bob@localhost");
        var sent = await _house.CompletedAsync(alice);
        door.ForEach(client => client.Dispose());

        (sent.Road, sent.Sessions).ShouldBe(("s5b-direct", 1));
        await _house.ShouldHoldAsync("bob", source);
    }

    [Fact]
    public async Task A_receiver_that_vanishes_after_its_yes_is_waited_for()
    {
        var (alice, bob) = await SenderAndForeignReceiverAsync();
        Task? leaving = null;
        bob.OnOffer = _ =>
        {
            leaving ??= Task.Run(async () => await bob.DisposeAsync());
            return IqAnswer.Result(new SiAnswer(Ns.Bytestreams.NamespaceName).ToXml());
        };
        var source = _house.File("data.bin", Size);
        await House.SubmitAsync(alice, source, "bob@localhost");
        await _house.UntilAsync(alice, t => t.Reason is not null && t.State is TransferStatus.WaitingForPeer or TransferStatus.Interrupted);

        await _house.StartAsync("bob", RelayedPair.Quick);

        await _house.CompletedAsync(alice);
        await _house.ShouldHoldAsync("bob", source);
    }

    [Theory]
    [InlineData("after the yes", "no-answer")]
    [InlineData("while its streamhost is tried", "connect-timeout or no-streamhost")]
    [InlineData("after the connection", "stream-broken")]
    public async Task A_sender_that_vanishes_frees_the_receiver(string when, string reason)
    {
        var bob = await _house.StartAsync("bob", s => RelayedPair.Quick(s) with { MaxActive = 1 });
        var to = await _house.OnlineAsync("bob");
        var alice = await ForeignPeer.ComeAsync(_house, "alice");
        await alice.OfferAsync(to, new FileOffer("f", Size), "s");
        using var hole = new BlackHole(new IPEndPoint(IPAddress.Parse("127.0.0.7"), 0));
        if (when == "while its streamhost is tried")
            _ = alice.AskAsync(to, new BytestreamOffer("s", [new Streamhost(alice.Jid, "127.0.0.7", hole.EndPoint.Port)]).ToXml());
        else if (when == "after the connection")
            await (await alice.OpenAsync(to, "s")).DisposeAsync();
        await alice.DisposeAsync();

        reason.Split(" or ").ShouldContain((await _house.UntilAsync(bob, t => t.State == TransferStatus.Interrupted)).Reason);

        // Its one place is free again.
        var carol = await _house.StartAsync("carol", RelayedPair.Quick);
        var source = _house.File("data.bin", Size);
        await House.SubmitAsync(carol, source, "bob@localhost");
        await _house.CompletedAsync(carol);
        _house.Received("bob").Select(Path.GetFileName).ShouldBe(["data.bin"]);
    }

    private async Task<(OrchestratorNode Alice, ForeignPeer Bob)> SenderAndForeignReceiverAsync()
    {
        var alice = await _house.StartAsync("alice", RelayedPair.Quick);
        await _house.OnlineAsync("alice");
        return (alice, await ForeignPeer.ComeAsync(_house, "bob"));
    }

    private static Task<Stream> ConnectAsync(IqRequest request, BytestreamOffer offer)
    {
        var digest = BytestreamDigest.Compute(offer.Sid, request.From, request.To);
        var host = offer.Streamhosts[0];
        return Socks5Connector.ConnectAsync(host.Host, host.Port, digest, AddressGuard.Open, TimeSpan.FromSeconds(5), CancellationToken.None);
    }

    // To its end, in good order or not.
    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        try
        {
            var buffer = new byte[Size];
            while (all.Length < Size && await stream.ReadAsync(buffer) is > 0 and var read)
                all.Write(buffer, 0, read);
        }
        catch (IOException)
        {
        }

        await stream.DisposeAsync();
        return all.ToArray();
    }
}
