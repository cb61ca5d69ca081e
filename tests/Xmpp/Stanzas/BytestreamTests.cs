using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Tests.Xmpp.Stanzas;

public class BytestreamTests
{
    private const string Space = "http://jabber.org/protocol/bytestreams";
    private static readonly Jid _bot = Jid.Parse("bot@example.org/desk");

    private static BytestreamOffer Parse(string hosts, string attributes = "sid='s1'") =>
        BytestreamOffer.Parse(Wire.Read($"<query xmlns='{Space}' {attributes}>{hosts}</query>"));

    [Fact]
    [Trait("Conformance", "14")]
    [Trait("Conformance", "16")]
    public void An_offer_is_read_and_written_as_the_xep_shows()
    {
        const string Xml =
            $"""
            <query xmlns="{Space}" sid="s1" dstaddr="972b7bf4" mode="tcp">
              <streamhost jid="bot@example.org/desk" host="192.0.2.1" port="5086"/>
              <streamhost jid="bot@example.org/desk" host="2001:db8::1" port="5086"/>
              <streamhost jid="proxy.example.org/7" host="proxy.example.org" port="1080"/>
            </query>
            """;
        var offer = BytestreamOffer.Parse(Wire.Read(Xml));

        offer.Sid.ShouldBe("s1");
        offer.Mode.ShouldBe(BytestreamMode.Tcp);
        offer.DstAddr.ShouldBe("972b7bf4");
        offer.Streamhosts.ShouldBe(
        [
            new(_bot, "192.0.2.1", 5086),
            new(_bot, "2001:db8::1", 5086),
            new(Jid.Parse("proxy.example.org/7"), "proxy.example.org", 1080),
        ]);
        Wire.Write(offer.ToXml()).ShouldBe(Wire.Golden(Xml));
    }

    [Fact]
    [Trait("Conformance", "15")]
    [Trait("Conformance", "25")]
    public void Unusable_streamhosts_are_skipped_and_an_absent_port_is_1080() =>
        Parse(
            """
            <streamhost jid="a.example" host="h"/>
            <streamhost jid="b.example" host="h" port="0"/>
            <streamhost jid="c.example" host="h" port="65536"/>
            <streamhost jid="d.example" host="h" port="-1"/>
            <streamhost jid="e.example" host="h" port="x"/>
            <streamhost jid="f.example" zeroconf="_jabber.bytestreams"/>
            <streamhost jid="g.example" host="" port="1"/>
            <streamhost jid="h.example" host="a b" port="1"/>
            <streamhost jid="@" host="h" port="1"/>
            <streamhost host="h" port="1"/>
            <streamhost jid="z.example" host="h" port="65535"/>
            """)
            .Streamhosts.ShouldBe([new(Jid.Parse("a.example"), "h", 1080), new(Jid.Parse("z.example"), "h", 65535)]);

    [Fact]
    [Trait("Conformance", "14")]
    [Trait("Conformance", "20")]
    public void Elements_that_nobody_knows_are_passed_over()
    {
        Parse("<fast xmlns='http://affinix.com/jabber/stream'/><streamhost jid='a.b' host='h' port='1'><note xmlns='urn:x'/></streamhost>")
            .Streamhosts.ShouldBe([new(Jid.Parse("a.b"), "h", 1)]);
        StreamhostUsed.Parse(Wire.Read($"<query xmlns='{Space}'><note xmlns='urn:x'/><streamhost-used jid='a.b'/></query>"))
            .ShouldBe(new StreamhostUsed(null, Jid.Parse("a.b")));
    }

    [Fact]
    public void An_offer_of_which_nothing_is_usable_is_well_formed_and_empty() =>
        Parse("<streamhost jid='a.example' zeroconf='x'/>").Streamhosts.ShouldBeEmpty();

    [Fact]
    public void A_flood_of_streamhosts_is_cut() =>
        Parse(string.Concat(Enumerable.Range(1, 5000).Select(port => $"<streamhost jid='a.b' host='h' port='{port}'/>")))
            .Streamhosts.Length.ShouldBe(Streamhost.MaxCount);

    [Theory]
    [Trait("Conformance", "14")]
    [InlineData("", "sid='s1'")]
    [InlineData("<streamhost jid='a.b' host='h' port='1'/>", "")]
    [InlineData("<streamhost jid='a.b' host='h' port='1'/>", "sid=''")]
    [InlineData("<streamhost jid='a.b' host='h' port='1'/>", "sid='s1' mode='carrier-pigeon'")]
    public void A_malformed_offer_is_a_bad_request(string hosts, string attributes) =>
        Wire.ShouldBePlainBadRequest(() => Parse(hosts, attributes));

    [Fact]
    public void An_over_long_sid_or_dstaddr_is_a_bad_request()
    {
        const string Host = "<streamhost jid='a.b' host='h' port='1'/>";
        Wire.ShouldBePlainBadRequest(() => Parse(Host, $"sid='{new string('s', 257)}'"));
        Wire.ShouldBePlainBadRequest(() => Parse(Host, $"sid='s' dstaddr='{new string('d', 256)}'"));
    }

    [Fact]
    [Trait("Conformance", "25")]
    public void Udp_is_read_so_that_it_can_be_refused_politely() =>
        Parse("<streamhost jid='a.b' host='h' port='1'/>", "sid='s1' mode='udp'").Mode.ShouldBe(BytestreamMode.Udp);

    [Fact]
    [Trait("Conformance", "15")]
    public void The_same_host_and_port_is_offered_once()
    {
        var offer = new BytestreamOffer("s1", [new(_bot, "h", 1), new(Jid.Parse("p.example"), "h", 1), new(_bot, "h", 2)]);

        BytestreamOffer.Parse(offer.ToXml()).Streamhosts.ShouldBe([new(_bot, "h", 1), new(_bot, "h", 2)]);
    }

    [Fact]
    [Trait("Conformance", "13")]
    public void One_malformed_answer_of_a_proxy_yields_no_streamhost() =>
        Streamhost.ReadAll(Wire.Read($"<query xmlns='{Space}'><streamhost jid='p.example' host='' port='x'/></query>")).ShouldBeEmpty();

    [Theory]
    [Trait("Conformance", "20")]
    [InlineData("sid=\"s1\"", "s1")]
    [InlineData("", null)]
    public void Streamhost_used_is_read_and_written_with_or_without_a_sid(string attribute, string? sid)
    {
        var xml = $"""<query xmlns="{Space}" {attribute}><streamhost-used jid="bot@example.org/desk"/></query>"""
            .Replace("\" >", "\">", StringComparison.Ordinal);
        var used = StreamhostUsed.Parse(Wire.Read(xml));

        used.ShouldBe(new StreamhostUsed(sid, _bot));
        Wire.Write(used.ToXml()).ShouldBe(xml);
    }

    [Theory]
    [Trait("Conformance", "20")]
    [InlineData("")]
    [InlineData("<streamhost-used/>")]
    [InlineData("<streamhost-used jid='@'/>")]
    [InlineData("<streamhost-used jid='a.b'/><streamhost-used jid='a.b'/>")]
    public void An_answer_that_does_not_name_one_streamhost_is_refused(string used) =>
        Wire.ShouldBePlainBadRequest(() => StreamhostUsed.Parse(Wire.Read($"<query xmlns='{Space}'>{used}</query>")));

    [Fact]
    [Trait("Conformance", "22")]
    public void Activate_is_read_and_written_as_the_xep_shows()
    {
        const string Xml = $"""<query xmlns="{Space}" sid="s1"><activate>bot@example.org/desk</activate></query>""";
        var activate = Activate.Parse(Wire.Read(Xml));

        activate.ShouldBe(new Activate("s1", _bot));
        Wire.Write(activate.ToXml()).ShouldBe(Xml);
    }

    [Theory]
    [InlineData("sid='s1'", "")]
    [InlineData("sid='s1'", "<activate/>")]
    [InlineData("sid='s1'", "<activate>@</activate>")]
    [InlineData("", "<activate>a.b</activate>")]
    public void A_malformed_activation_is_a_bad_request(string attributes, string activate) =>
        Wire.ShouldBePlainBadRequest(() => Activate.Parse(Wire.Read($"<query xmlns='{Space}' {attributes}>{activate}</query>")));

    [Theory]
    [Trait("Conformance", "17")]
    [InlineData("sid", "a@b.c/R", "d@e.f/S")]
    [InlineData("sid", "A@B.C./R", "D@E.F/S")]
    public void The_digest_is_taken_over_the_prepared_addresses(string sid, string requester, string target) =>
        BytestreamDigest.Compute(sid, Jid.Parse(requester), Jid.Parse(target)).ShouldBe("854bc2ed3642df6c93a43ce66f12de1c2584477c");

    [Fact]
    [Trait("Conformance", "17")]
    public void The_digest_covers_components_and_bare_addresses() =>
        BytestreamDigest.Compute("vj3hs98y", Jid.Parse("files.example.org"), Jid.Parse("bücher@example.org")).ShouldBe("2aa4fef9c2d306e26a81347c4694fa3124615e88");
}
