using Orchestrator.Xmpp;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Xmpp.Stanzas;

public class SiOfferTests
{
    private const string Profile = "http://jabber.org/protocol/si/profile/file-transfer";
    private const string File = $"""<file xmlns="{Profile}" name="a.txt" size="1022"/>""";

    private const string Methods =
        """
        <feature xmlns="http://jabber.org/protocol/feature-neg">
          <x xmlns="jabber:x:data" type="form">
            <field var="stream-method" type="list-single">
              <option><value>http://jabber.org/protocol/bytestreams</value></option>
              <option><value>http://jabber.org/protocol/ibb</value></option>
            </field>
          </x>
        </feature>
        """;

    private static readonly string _complete =
        $"""
        <si xmlns="http://jabber.org/protocol/si" id="a0" mime-type="text/plain" profile="{Profile}">
          <file xmlns="{Profile}" name="Grüße 😀.txt" size="5000000000" hash="552da749930852c69ae5d2141d3766b1" date="1969-07-21T02:56:15Z">
            <desc>This is a test.</desc>
            <range/>
            <transfer xmlns="urn:orchestrator:transfer:0" id="t-1_A"/>
          </file>
          {Methods}
        </si>
        """;

    private static SiOffer Parse(string file = File, string methods = Methods, string attributes = $"id='a0' profile='{Profile}'") =>
        SiOffer.Parse(Wire.Read($"<si xmlns='http://jabber.org/protocol/si' {attributes}>{file}{methods}</si>"));

    private static FileOffer ParseFile(string attributes) => Parse($"<file xmlns='{Profile}' {attributes}/>").File;

    [Fact]
    [Trait("Conformance", "2")]
    [Trait("Conformance", "8")]
    public void A_complete_offer_is_read_and_written_as_the_xep_shows()
    {
        var offer = SiOffer.Parse(Wire.Read(_complete));

        offer.Id.ShouldBe("a0");
        offer.MimeType.ShouldBe("text/plain");
        offer.StreamMethods.ShouldBe([Ns.Bytestreams.NamespaceName, Ns.InBandBytestreams.NamespaceName]);
        offer.File.ShouldBe(new FileOffer(
            "Grüße 😀.txt",
            5_000_000_000,
            "552da749930852c69ae5d2141d3766b1",
            new DateTimeOffset(1969, 7, 21, 2, 56, 15, TimeSpan.Zero),
            "This is a test.",
            RangeSupported: true,
            new TransferTag("t-1_A")));
        Wire.Write(offer.ToXml()).ShouldBe(Wire.Golden(_complete));
    }

    [Fact]
    [Trait("Conformance", "2")]
    [Trait("Conformance", "3")]
    [Trait("Conformance", "7")]
    public void What_a_sparse_or_sloppy_peer_sends_is_understood()
    {
        var offer = Parse(
            file: $"<file xmlns='{Profile}' name='a' size='0'><note xmlns='urn:x'/></file><other xmlns='urn:x'/>",
            methods:
                """
                <feature xmlns="http://jabber.org/protocol/feature-neg"><x xmlns="jabber:x:data">
                  <title>stray</title>
                  <field var="other"><option><value>no</value></option></field>
                  <field var="stream-method"><value>default</value>
                    <option label="S5B"><value> http://jabber.org/protocol/bytestreams </value></option>
                    <option/><option><value/></option>
                    <option><value>http://jabber.org/protocol/bytestreams</value></option>
                  </field>
                </x></feature>
                """);

        offer.MimeType.ShouldBeNull();
        offer.File.ShouldBe(new FileOffer("a", 0));
        offer.StreamMethods.ShouldBe([Ns.Bytestreams.NamespaceName]);
    }

    [Fact]
    public void A_single_bare_value_counts_as_the_offered_method() =>
        Parse(methods: Methods.Replace("<option>", "", StringComparison.Ordinal).Replace("</option>", "", StringComparison.Ordinal))
            .StreamMethods.Length.ShouldBe(2);

    [Theory]
    [Trait("Conformance", "4")]
    [InlineData("")]
    [InlineData("<feature xmlns='http://jabber.org/protocol/feature-neg'/>")]
    [InlineData("<feature xmlns='http://jabber.org/protocol/feature-neg'><x xmlns='jabber:x:data' type='form'><field var='stream-method'/></x></feature>")]
    public void An_offer_without_methods_has_no_valid_streams(string methods)
    {
        var error = Wire.ShouldBeRefused(() => Parse(methods: methods));

        error.Condition.ShouldBe("bad-request");
        error.Type.ShouldBe(StanzaErrorType.Cancel);
        SiErrors.IsNoValidStreams(error).ShouldBeTrue();
        Wire.Write(error.ToXml()).ShouldBe(
            """<error type="cancel"><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/><no-valid-streams xmlns="http://jabber.org/protocol/si"/></error>""");
    }

    [Theory]
    [Trait("Conformance", "2")]
    [Trait("Conformance", "4")]
    [InlineData(File, "id='a0'")]
    [InlineData(File, "id='a0' profile='urn:unknown'")]
    [InlineData("", $"id='a0' profile='{Profile}'")]
    [InlineData(File + File, $"id='a0' profile='{Profile}'")]
    [InlineData("<file name='a' size='1'/>", $"id='a0' profile='{Profile}'")]
    public void An_offer_without_exactly_one_known_profile_is_a_bad_profile(string file, string attributes)
    {
        var error = Wire.ShouldBeRefused(() => Parse(file, attributes: attributes));

        error.Condition.ShouldBe("bad-request");
        SiErrors.IsBadProfile(error).ShouldBeTrue();
        SiErrors.IsNoValidStreams(error).ShouldBeFalse();
    }

    [Theory]
    [Trait("Conformance", "4")]
    [InlineData("cancel")]
    [InlineData("modify")]
    public void A_bad_profile_error_is_recognised_whatever_its_type(string type) =>
        SiErrors.IsBadProfile(StanzaError.Parse(Wire.Read(
            $"<error type='{type}'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><bad-profile xmlns='http://jabber.org/protocol/si'/></error>")))
            .ShouldBeTrue();

    [Theory]
    [Trait("Conformance", "7")]
    [InlineData("name='a'")]
    [InlineData("size='1'")]
    [InlineData("name='' size='1'")]
    [InlineData("name='a' size=''")]
    [InlineData("name='a' size='-1'")]
    [InlineData("name='a' size='+1'")]
    [InlineData("name='a' size='1.0'")]
    [InlineData("name='a' size='0x10'")]
    [InlineData("name='a' size='many'")]
    [InlineData("name='a' size='9223372036854775808'")]
    public void A_file_without_a_name_or_a_sane_size_is_a_bad_request(string attributes) =>
        Wire.ShouldBePlainBadRequest(() => ParseFile(attributes));

    [Theory]
    [InlineData("")]
    [InlineData("profile='http://jabber.org/protocol/si/profile/file-transfer'")]
    [InlineData("id='' profile='http://jabber.org/protocol/si/profile/file-transfer'")]
    public void An_offer_without_an_id_is_a_bad_request(string attributes) =>
        Wire.ShouldBePlainBadRequest(() => Parse(attributes: attributes));

    [Fact]
    public void Over_long_ids_and_names_are_bad_requests()
    {
        Wire.ShouldBePlainBadRequest(() => Parse(attributes: $"id='{new string('a', 257)}' profile='{Profile}'"));
        Wire.ShouldBePlainBadRequest(() => ParseFile($"name='{new string('a', 4097)}' size='1'"));
        ParseFile($"name='{new string('a', 4096)}' size='1'").Name.Length.ShouldBe(4096);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z")]
    [InlineData("2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05Z")]
    [InlineData("2026-01-02T03:04:05", "2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02T03:04Z", "2026-01-02T03:04:00Z")]
    [InlineData("2026-01-02", "2026-01-02T00:00:00Z")]
    [InlineData("20260102T03:04:05", "2026-01-02T03:04:05Z")]
    [InlineData("yesterday", null)]
    [InlineData("2026-13-40T99:99:99Z", null)]
    [InlineData("", null)]
    public void A_date_is_read_in_every_known_form_and_otherwise_ignored(string text, string? expected) =>
        ParseFile($"name='a' size='1' date='{text}'").Date
            .ShouldBe(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("552DA749930852C69AE5D2141D3766B1", "552da749930852c69ae5d2141d3766b1")]
    [InlineData("552da749", null)]
    [InlineData("zz2da749930852c69ae5d2141d3766b1", null)]
    public void A_hash_is_32_hex_digits_or_ignored(string text, string? expected) =>
        ParseFile($"name='a' size='1' hash='{text}'").Hash.ShouldBe(expected);

    [Theory]
    [InlineData("<transfer xmlns='urn:orchestrator:transfer:0'/>")]
    [InlineData("<transfer xmlns='urn:orchestrator:transfer:0' id='../x'/>")]
    public void A_malformed_transfer_id_is_a_bad_request(string tag) =>
        Wire.ShouldBePlainBadRequest(() => Parse($"<file xmlns='{Profile}' name='a' size='1'>{tag}</file>"));

    [Fact]
    public void A_name_with_characters_that_xml_forbids_can_still_be_offered()
    {
        var offer = new FileOffer("a\u0001\n\t\"<&'>.bin", 1);

        FileOffer.Parse(Wire.Read(Wire.Write(offer.ToXml()))).Name.ShouldBe("a\uFFFD\n\t\"<&'>.bin");
    }

    [Fact]
    [Trait("Conformance", "5")]
    public void A_declined_offer_is_forbidden_and_final()
    {
        SiErrors.Declined("no room").Condition.ShouldBe("forbidden");
        SiErrors.Declined("no room").Type.ShouldBe(StanzaErrorType.Cancel);
        SiErrors.Declined("no room").Text.ShouldBe("no room");
    }
}
