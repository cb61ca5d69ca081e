using System.Xml.Linq;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Connections;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>An Orchestrator sends to a receiver that is none.</summary>
public sealed class ForeignReceiverTests : IAsyncLifetime
{
    private const int Size = 100_000;
    private House _house = null!;
    private OrchestratorNode _alice = null!;
    private ForeignPeer _bob = null!;
    private string _source = "";

    public async Task InitializeAsync()
    {
        _house = await House.OpenAsync();
        _alice = await _house.StartAsync("alice", s => s with { Linger = TimeSpan.FromSeconds(5) });
        await _house.OnlineAsync("alice");
        _bob = await ForeignPeer.ComeAsync(_house, "bob");
        _source = _house.File("data.bin", Size);
    }

    public async Task DisposeAsync()
    {
        await _bob.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    [Trait("Conformance", "9")]
    [Trait("Conformance", "17")]
    public async Task Its_close_after_the_last_byte_confirms()
    {
        await SubmitAsync();
        var received = await ReadAsync(Size);
        await (await _bob.Incoming).DisposeAsync();

        var sent = await _house.CompletedAsync(_alice);
        sent.ConfirmedBy.ShouldBe("close");
        received.ShouldBe(await System.IO.File.ReadAllBytesAsync(_source));
    }

    [Fact]
    [Trait("Conformance", "3")]
    [Trait("Conformance", "20")]
    public async Task Sloppy_answers_that_can_mean_one_thing_only_are_understood()
    {
        _bob.OnOffer = _ => IqAnswer.Result(XElement.Parse("""
            <si xmlns="http://jabber.org/protocol/si"><other xmlns="urn:x"/>
              <feature xmlns="http://jabber.org/protocol/feature-neg"><x xmlns="jabber:x:data">
                <field var="stream-method"><value/><value> http://jabber.org/protocol/bytestreams </value></field></x></feature>
            </si>
            """));
        var connect = _bob.OnStreamhosts;
        _bob.OnStreamhosts = async (request, offer) =>
        {
            await connect(request, offer);
            return IqAnswer.Result(XElement.Parse(
                $"<query xmlns='http://jabber.org/protocol/bytestreams'><note xmlns='urn:x'/><streamhost-used jid='{request.From}'/></query>"));
        };
        await SubmitAsync();
        await ReadAsync(Size);
        await (await _bob.Incoming).DisposeAsync();

        (await _house.CompletedAsync(_alice)).Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task When_it_never_closes_nothing_confirms()
    {
        var carol = await SubmitHastilyAsync();
        await ReadAsync(Size);

        (await _house.CompletedAsync(carol)).ConfirmedBy.ShouldBe("none");
    }

    [Fact]
    [Trait("Conformance", "9")]
    [Trait("Conformance", "10")]
    public async Task It_gets_the_part_that_it_asks_for_and_no_byte_more()
    {
        _bob.OnOffer = _ => IqAnswer.Result(new SiAnswer(Ns.Bytestreams.NamespaceName, new FileRange(30_000, 20_000)).ToXml());

        var carol = await SubmitHastilyAsync();
        var received = await ReadAsync(20_000);
        var more = await (await _bob.Incoming).ReadAsync(new byte[1]);

        more.ShouldBe(0);
        var file = await System.IO.File.ReadAllBytesAsync(_source);
        received.ShouldBe(file[30_000..50_000]);
        var sent = await _house.CompletedAsync(carol);
        sent.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
    }

    [Fact]
    [Trait("Conformance", "5")]
    public async Task Its_no_is_final()
    {
        _bob.OnOffer = _ => IqAnswer.Error(SiErrors.Declined("not today"));

        await SubmitAsync();

        var ended = await _house.UntilAsync(_alice, t => t.State == TransferStatus.Declined);
        ended.Detail!.ShouldContain("not today");
        ended.Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task A_resource_that_takes_no_files_fails_what_names_it()
    {
        _bob.Features = [Ns.Ping.NamespaceName];

        await House.SubmitAsync(_alice, _source, _bob.Jid.ToString());

        (await _house.UntilAsync(_alice, t => t.State == TransferStatus.Failed)).Reason.ShouldBe("peer-unsupported");
    }

    [Fact]
    public async Task A_bare_jid_whose_resource_takes_no_files_waits_for_one_that_does()
    {
        _bob.Features = [Ns.Ping.NamespaceName];
        await SubmitAsync();
        (await _house.UntilAsync(_alice, t => t.State == TransferStatus.WaitingForPeer)).Detail!.ShouldContain("takes files");

        await _house.StartAsync("bob", House.Hasty);

        await _house.CompletedAsync(_alice);
        await _house.ShouldHoldAsync("bob", _source);
    }

    [Fact]
    public async Task Presence_of_a_peer_that_was_there_all_the_time_is_no_reason_to_try_again()
    {
        var patient = await _house.StartAsync("carol", s => s with { Retry = s.Retry with { MinBackoff = TimeSpan.FromMinutes(1), MaxBackoff = TimeSpan.FromMinutes(1) } });
        var carol = await _house.OnlineAsync("carol");
        var features = _bob.Features;
        _bob.Features = [Ns.Ping.NamespaceName];
        await House.SubmitAsync(patient, _source, "bob@localhost");
        await _house.UntilAsync(patient, t => t.State == TransferStatus.WaitingForPeer);
        for (var i = 0; i < 5; i++)
            await _bob.PresentAsync(carol);

        _bob.Features = features;
        await _bob.PresentAsync(carol, there: false);
        await _bob.PresentAsync(carol);

        await ReadAsync(Size);
        await (await _bob.Incoming).DisposeAsync();
        (await _house.CompletedAsync(patient)).Sessions.ShouldBe(2);
    }

    [Fact]
    public async Task A_peer_without_bytestreams_fails_it()
    {
        _bob.Features = [Ns.StreamInitiation.NamespaceName, Ns.FileTransfer.NamespaceName];

        await SubmitAsync();

        (await _house.UntilAsync(_alice, t => t.State == TransferStatus.Failed)).Reason.ShouldBe("no-common-method");
    }

    [Fact]
    [Trait("Conformance", "3")]
    [Trait("Conformance", "10")]
    public async Task Nonsense_for_an_answer_is_borne_a_bounded_number_of_times()
    {
        SiAnswer[] answers = [new("http://example.org/pigeon"), new(Ns.Bytestreams.NamespaceName, new FileRange(Size + 1))];
        var offers = 0;
        _bob.OnOffer = _ => offers++ % 3 is var turn and < 2 ? IqAnswer.Result(answers[turn].ToXml()) : IqAnswer.Result();

        await SubmitAsync();

        var failed = await _house.UntilAsync(_alice, t => t.State == TransferStatus.Failed);
        failed.Reason.ShouldBe("offer-refused");
        failed.Sessions.ShouldBe(4);
    }

    [Fact]
    [Trait("Conformance", "20")]
    public async Task A_streamhost_that_was_never_offered_is_not_believed()
    {
        _bob.OnStreamhosts = (_, offer) =>
            Task.FromResult(IqAnswer.Result(new StreamhostUsed(offer.Sid, Jid.Parse("mallory@localhost")).ToXml()));

        await SubmitAsync();

        (await _house.UntilAsync(_alice, t => t.State == TransferStatus.Failed)).Reason.ShouldBe("bytestream-refused");
    }

    [Fact]
    public async Task A_peer_that_says_it_is_connected_but_is_not_is_tried_again()
    {
        _bob.OnStreamhosts = (_, offer) =>
            Task.FromResult(IqAnswer.Result(new StreamhostUsed(offer.Sid, offer.Streamhosts[0].Jid).ToXml()));

        var carol = await SubmitHastilyAsync();

        await _house.UntilAsync(carol, t => t.Reason == "connect-timeout" && t.Sessions >= 2);
    }

    [Fact]
    [Trait("Conformance", "16")]
    public async Task A_peer_that_reaches_no_streamhost_is_tried_again()
    {
        _bob.OnStreamhosts = (_, _) => Task.FromResult(IqAnswer.Error(StanzaError.ItemNotFound()));

        await SubmitAsync();

        await _house.UntilAsync(_alice, t => t.Reason == "no-streamhost" && t.Sessions >= 2);
    }

    [Fact]
    public async Task A_peer_that_breaks_off_gets_the_file_from_the_start_again()
    {
        // More than socket buffers hold, so that the sender notices.
        _source = _house.File("big.bin", 20_000_000);
        var again = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SubmitAsync();
        var first = await _bob.Incoming;
        _bob.OnStreamhosts = async (request, offer) =>
        {
            var host = offer.Streamhosts[0];
            var digest = BytestreamDigest.Compute(offer.Sid, request.From, request.To);
            var stream = await Streams.Socks5.Socks5Connector.ConnectAsync(host.Host, host.Port, digest, AddressGuard.Open, TimeSpan.FromSeconds(5), CancellationToken.None);
            _ = CountAsync(stream, again);
            return IqAnswer.Result(new StreamhostUsed(offer.Sid, host.Jid).ToXml());
        };
        await first.DisposeAsync();

        (await again.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(20_000_000);
        var sent = await _house.CompletedAsync(_alice);
        sent.Sessions.ShouldBe(2);
        sent.ResumedAt.ShouldBe(0);
    }

    private static async Task CountAsync(Stream stream, TaskCompletionSource<long> count)
    {
        try
        {
            var (buffer, total) = (new byte[64 * 1024], 0L);
            while (total < 20_000_000 && await stream.ReadAsync(buffer) is > 0 and var read)
                total += read;
            await stream.DisposeAsync();
            count.SetResult(total);
        }
        catch (Exception e)
        {
            count.SetException(e);
        }
    }

    private Task<TransferView> SubmitAsync() => House.SubmitAsync(_alice, _source, "bob@localhost");

    // From somebody else, for what ends when a wait is over.
    private async Task<OrchestratorNode> SubmitHastilyAsync()
    {
        var carol = await _house.StartAsync("carol", House.Hasty);
        await House.SubmitAsync(carol, _source, "bob@localhost");
        return carol;
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await (await _bob.Incoming).ReadExactlyAsync(bytes);
        return bytes;
    }
}
