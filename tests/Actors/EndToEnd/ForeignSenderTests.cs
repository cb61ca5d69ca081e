using System.Security.Cryptography;
using System.Xml.Linq;
using Orchestrator.Actors;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Connections;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>A sender that is no Orchestrator, well-behaved or not, sends to one.</summary>
public sealed class ForeignSenderTests : IAsyncLifetime
{
    private const string S5b = "http://jabber.org/protocol/bytestreams";
    private static readonly DateTimeOffset _date = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly byte[] _bytes = RandomNumberGenerator.GetBytes(100_000);
    private House _house = null!;
    private OrchestratorNode _bob = null!;
    private ForeignPeer _alice = null!;
    private Jid _to = null!;

    private FileOffer Offer => new("data.bin", _bytes.Length);

    private string Md5 => Convert.ToHexStringLower(MD5.HashData(_bytes));

    public async Task InitializeAsync()
    {
        _house = await House.OpenAsync();
        _bob = await _house.StartAsync("bob", s => s with { Linger = TimeSpan.FromSeconds(5) });
        _to = await _house.OnlineAsync("bob");
        _alice = await ForeignPeer.ComeAsync(_house, "alice");
    }

    public async Task DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    [Trait("Conformance", "7")]
    [Trait("Conformance", "17")]
    public async Task A_file_is_checked_against_the_MD5_that_was_offered()
    {
        await _alice.SendAsync(_to, Offer with { Hash = Md5 }, _bytes);

        var received = await _house.CompletedAsync(_bob);
        received.ConfirmedBy.ShouldBe("hash");
        received.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_bytes)));
        received.Peer.ShouldBe("alice@localhost");
        await ShouldHoldAsync();
    }

    [Fact]
    public async Task Bytes_of_another_MD5_never_reach_the_inbox()
    {
        await _alice.SendAsync(_to, Offer with { Hash = new string('0', 32) }, _bytes);

        (await _house.UntilAsync(_bob, t => t.State == TransferStatus.Failed)).Reason.ShouldBe("hash-mismatch");
        await _house.PartialsGoneAsync("bob");
        _house.Received("bob").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_takes_proxies_only_does_not_connect_to_the_sender()
    {
        var settings = _house.Settings("carol");
        await _house.StartAsync(settings with { Accounts = [settings.Accounts[0] with { Roads = RoadPolicy.ProxyOnly }] });
        var carol = await _house.OnlineAsync("carol");
        await _alice.OfferAsync(carol, Offer, "s");

        var refused = await Should.ThrowAsync<StanzaErrorException>(() => _alice.OpenAsync(carol, "s"));

        refused.Error.Condition.ShouldBe("item-not-found");
    }

    [Fact]
    public async Task Of_offers_that_come_at_once_no_more_begin_than_there_are_slots()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            try
            {
                await _alice.OfferAsync(_to, Offer with { Name = $"f{i}" }, $"s{i}");
                return "";
            }
            catch (StanzaErrorException e)
            {
                return e.Error.Condition;
            }
        }));

        answers.Count(answer => answer.Length == 0).ShouldBe(4); // the house's max-active
        answers.Count(answer => answer == "resource-constraint").ShouldBe(8);
    }

    [Fact]
    public async Task Too_few_bytes_are_no_file()
    {
        await _alice.SendAsync(_to, Offer, _bytes.AsMemory(0, 60_000));

        var broken = await _house.UntilAsync(_bob, t => t.State == TransferStatus.Interrupted);
        broken.Reason.ShouldBe("stream-broken");
        broken.Offset.ShouldBe(60_000);
        _house.Received("bob").ShouldBeEmpty();
    }

    [Fact]
    public async Task Too_many_bytes_are_no_file()
    {
        await _alice.SendAsync(_to, Offer with { Size = 60_000 }, _bytes);

        var broken = await _house.UntilAsync(_bob, t => t.State == TransferStatus.Interrupted);
        broken.Reason.ShouldBe("excess-bytes");
        broken.Offset.ShouldBe(0);
        _house.Received("bob").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Conformance", "7")]
    public async Task An_empty_file_arrives_too()
    {
        await _alice.SendAsync(_to, Offer with { Size = 0 }, ReadOnlyMemory<byte>.Empty);

        (await _house.CompletedAsync(_bob)).ConfirmedBy.ShouldBe("size");
        new FileInfo(_house.Received("bob").Single()).Length.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "27")]
    public async Task Blocks_in_messages_arrive()
    {
        await _alice.SendInMessagesAsync(_to, Offer with { Hash = Md5 }, _bytes);

        (await _house.CompletedAsync(_bob)).Sessions.ShouldBe(1);
        await ShouldHoldAsync();
    }

    [Fact]
    [Trait("Conformance", "29")]
    public async Task A_block_in_a_message_that_is_lost_ends_the_session_with_what_came_before()
    {
        await _alice.SendInMessagesAsync(_to, Offer with { Hash = Md5 }, _bytes, lost: 5);

        var broken = await _house.UntilAsync(_bob, t => t.State == TransferStatus.Interrupted);
        broken.Reason.ShouldBe("stream-broken");
        broken.Offset.ShouldBeInRange(0, 5 * 4096);
        _house.Received("bob").ShouldBeEmpty();
    }

    [Theory]
    [Trait("Conformance", "10")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("9223372036854775808")]
    public async Task A_size_that_is_none_is_a_bad_request(string size)
    {
        var si = new SiOffer("s", null, Offer, [S5b]).ToXml();
        si.Element(Ns.FileTransfer + "file")!.SetAttributeValue("size", size);

        (await RefusedAsync(() => _alice.AskAsync(_to, si))).Condition.ShouldBe("bad-request");
        (await House.ListAsync(_bob)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_larger_than_the_disk_is_put_off()
    {
        (await RefusedAsync(() => _alice.OfferAsync(_to, Offer with { Size = long.MaxValue }, "s"))).Condition.ShouldBe("resource-constraint");
        (await House.ListAsync(_bob)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Conformance", "4")]
    public async Task Another_profile_is_a_bad_profile()
    {
        var si = new SiOffer("s", null, Offer, [S5b]).ToXml();
        si.SetAttributeValue("profile", "http://example.org/other");

        var error = await RefusedAsync(() => _alice.AskAsync(_to, si));
        error.Condition.ShouldBe("bad-request");
        SiErrors.IsBadProfile(error).ShouldBeTrue();
    }

    [Fact]
    [Trait("Conformance", "4")]
    public async Task A_stream_method_that_nobody_knows_is_no_valid_stream()
    {
        var error = await RefusedAsync(() => _alice.OfferAsync(_to, Offer, "s", "http://example.org/pigeon"));

        error.Condition.ShouldBe("bad-request");
        SiErrors.IsNoValidStreams(error).ShouldBeTrue();
    }

    [Fact]
    [Trait("Conformance", "6")]
    public async Task A_sid_in_use_is_a_conflict_and_does_not_harm_its_user()
    {
        await _alice.OfferAsync(_to, Offer, "s");

        (await RefusedAsync(() => _alice.OfferAsync(_to, Offer with { Name = "other" }, "s"))).Condition.ShouldBe("conflict");

        await using (var stream = await _alice.OpenAsync(_to, "s"))
            await stream.WriteAsync(_bytes);
        (await _house.CompletedAsync(_bob)).Name.ShouldBe("data.bin");
    }

    [Fact]
    [Trait("Conformance", "8")]
    [Trait("Conformance", "11")]
    public async Task A_file_of_the_same_name_size_and_date_goes_on_where_it_broke_off()
    {
        var offer = Offer with { Date = _date, RangeSupported = true, Hash = null };
        await _alice.SendAsync(_to, offer, _bytes.AsMemory(0, 60_000));
        await _house.UntilAsync(_bob, t => t.State == TransferStatus.Interrupted);

        (await _alice.OfferAsync(_to, offer, "again")).Range.ShouldBe(new FileRange(60_000));
        await using (var stream = await _alice.OpenAsync(_to, "again"))
            await stream.WriteAsync(_bytes.AsMemory(60_000));

        var received = await _house.CompletedAsync(_bob);
        received.Sessions.ShouldBe(2);
        received.ResumedAt.ShouldBe(60_000);
        await ShouldHoldAsync();
    }

    [Fact]
    public async Task Without_date_and_hash_it_starts_at_the_beginning_and_harms_nothing()
    {
        var offer = Offer with { RangeSupported = true };
        await _alice.SendAsync(_to, offer, _bytes.AsMemory(0, 60_000));
        var first = await _house.UntilAsync(_bob, t => t.State == TransferStatus.Interrupted);

        (await _alice.OfferAsync(_to, offer, "again")).Range.ShouldBeNull();
        await using (var stream = await _alice.OpenAsync(_to, "again"))
            await stream.WriteAsync(_bytes);

        (await _house.CompletedAsync(_bob)).Id.ShouldNotBe(first.Id);
        (await _house.UntilAsync(_bob, _ => true, first.Id)).Offset.ShouldBe(60_000);
        (await System.IO.File.ReadAllBytesAsync(_house.Received("bob").Single())).ShouldBe(_bytes);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\windows\\system.ini", "system.ini")]
    [InlineData("🐙 naïve\nfile.txt", "🐙 naïvefile.txt")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("..", "file")]
    public async Task A_name_leads_nowhere_but_into_the_inbox(string offered, string expected)
    {
        await _alice.SendAsync(_to, Offer with { Name = offered }, _bytes);

        (await _house.CompletedAsync(_bob)).Path.ShouldBe(Path.Combine(_house.Inbox("bob"), expected));
        await ShouldHoldAsync();
    }

    [Fact]
    public async Task A_name_of_300_characters_is_shortened_and_keeps_its_extension()
    {
        await _alice.SendAsync(_to, Offer with { Name = new string('é', 300) + ".tar" }, _bytes);

        await _house.CompletedAsync(_bob);
        Path.GetExtension(_house.Received("bob").Single()).ShouldBe(".tar");
        await ShouldHoldAsync();
    }

    [Fact]
    public async Task Two_senders_of_the_same_name_overwrite_nothing()
    {
        await using var carol = await ForeignPeer.ComeAsync(_house, "carol");
        var hers = RandomNumberGenerator.GetBytes(_bytes.Length);

        await Task.WhenAll(_alice.SendAsync(_to, Offer, _bytes), carol.SendAsync(_to, Offer, hers));

        foreach (var (peer, bytes) in new[] { ("alice@localhost", _bytes), ("carol@localhost", hers) })
        {
            var id = (await House.ListAsync(_bob)).Single(t => t.Peer == peer).Id;
            (await System.IO.File.ReadAllBytesAsync((await _house.CompletedAsync(_bob, id)).Path)).ShouldBe(bytes);
        }

        _house.Received("bob").Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["data (2).bin", "data.bin"]);
    }

    [Fact]
    [Trait("Conformance", "25")]
    public async Task A_dstaddr_that_is_told_is_used()
    {
        await _alice.OfferAsync(_to, Offer, "s");
        await using (var stream = await _alice.OpenAsync(_to, "s", dstAddr: "0123456789abcdef0123456789abcdef01234567"))
            await stream.WriteAsync(_bytes);

        await _house.CompletedAsync(_bob);
    }

    [Fact]
    [Trait("Conformance", "16")]
    [Trait("Conformance", "20")]
    public async Task A_dead_streamhost_is_passed_over()
    {
        await _alice.OfferAsync(_to, Offer, "s");
        await using (var stream = await _alice.OpenAsync(_to, "s", null, new Streamhost(Jid.Parse("dead.example.org"), "127.0.0.1", 1)))
            await stream.WriteAsync(_bytes);

        await _house.CompletedAsync(_bob);
    }

    [Fact]
    [Trait("Conformance", "16")]
    public async Task When_no_streamhost_can_be_reached_the_sender_is_told()
    {
        await _alice.OfferAsync(_to, Offer, "s");
        var dead = new BytestreamOffer("s", [new Streamhost(_alice.Jid, "127.0.0.1", 1)]).ToXml();

        (await RefusedAsync(() => _alice.AskAsync(_to, dead))).Condition.ShouldBe("item-not-found");
    }

    [Fact]
    [Trait("Conformance", "14")]
    [Trait("Conformance", "25")]
    public async Task Udp_or_a_stream_that_nobody_agreed_on_is_not_acceptable()
    {
        await _alice.OfferAsync(_to, Offer, "s");
        var host = new Streamhost(_alice.Jid, "127.0.0.1", 1);

        XElement[] offers = [new BytestreamOffer("other", [host]).ToXml(), new BytestreamOffer("s", [host], BytestreamMode.Udp).ToXml()];
        foreach (var offer in offers)
            (await RefusedAsync(() => _alice.AskAsync(_to, offer))).Condition.ShouldBe("not-acceptable");
    }

    [Fact]
    [Trait("Conformance", "14")]
    public async Task Streamhosts_without_a_sid_are_a_bad_request()
    {
        await _alice.OfferAsync(_to, Offer, "s");
        var offer = new BytestreamOffer("s", [new Streamhost(_alice.Jid, "127.0.0.1", 1)]).ToXml();
        offer.SetAttributeValue("sid", null);

        (await RefusedAsync(() => _alice.AskAsync(_to, offer))).Condition.ShouldBe("bad-request");
    }

    [Fact]
    [Trait("Conformance", "3")]
    [Trait("Conformance", "7")]
    public async Task A_sloppy_offer_without_range_hash_and_date_is_served()
    {
        var offer = XElement.Parse($"""
            <si xmlns="http://jabber.org/protocol/si" id="s" profile="http://jabber.org/protocol/si/profile/file-transfer">
              <other xmlns="urn:x"/>
              <file xmlns="http://jabber.org/protocol/si/profile/file-transfer" name="data.bin" size="{_bytes.Length}"><thumbnail xmlns="urn:x"/></file>
              <feature xmlns="http://jabber.org/protocol/feature-neg"><x xmlns="jabber:x:data"><title/>
                <field var="stream-method"><value/><option label="SOCKS"><value> {S5b} </value></option><option/></field></x></feature>
            </si>
            """);
        SiAnswer.Parse(await _alice.AskAsync(_to, offer)).ShouldBe(new SiAnswer(S5b));
        await using (var stream = await _alice.OpenAsync(_to, "s"))
            await stream.WriteAsync(_bytes);

        await _house.CompletedAsync(_bob);
    }

    [Fact]
    [Trait("Conformance", "16")]
    public async Task A_streamhost_at_a_forbidden_address_is_never_connected_to()
    {
        var settings = _house.Settings("carol");
        var guard = new AddressGuard([System.Net.IPNetwork.Parse("127.0.0.0/8")], []);
        await _house.StartAsync(settings with { S5b = settings.S5b with { Advertise = ["192.0.2.1"], Guard = guard } });
        var carol = await _house.OnlineAsync("carol");
        await _alice.OfferAsync(carol, Offer, "s");

        var error = await RefusedAsync(() => _alice.OpenAsync(carol, "s"));

        // Nothing of what was seen behind the address.
        (error.Condition, error.Text).ShouldBe(("item-not-found", "no streamhost could be reached"));
    }

    private static async Task<StanzaError> RefusedAsync(Func<Task> ask) => (await Should.ThrowAsync<StanzaErrorException>(ask)).Error;

    private async Task ShouldHoldAsync()
    {
        (await System.IO.File.ReadAllBytesAsync(_house.Received("bob").ShouldHaveSingleItem())).ShouldBe(_bytes);
        _house.Partials("bob").ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_house.Folder, "passwd", SearchOption.AllDirectories)
            .ShouldAllBe(path => Path.GetDirectoryName(path) == _house.Inbox("bob"));
    }
}
