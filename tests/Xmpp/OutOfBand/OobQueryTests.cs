using System.Xml.Linq;
using Orchestrator.Tests.Xmpp.Stanzas;
using Orchestrator.Xmpp.OutOfBand;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Xmpp.OutOfBand;

[Trait("Conformance", "56")]
public class OobQueryTests
{
    private const string Sha = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static OobQuery Parse(string children) => OobQuery.Parse(Wire.Read($"<query xmlns='jabber:iq:oob'>{children}</query>"));

    [Fact]
    public void A_query_is_read_and_written_as_the_xep_shows()
    {
        const string Xml = """<query xmlns="jabber:iq:oob"><url>http://www.example.org/a%20b.png</url><desc>The logo.</desc></query>""";

        var query = OobQuery.Parse(Wire.Read(Xml));

        query.ShouldBe(new OobQuery(new Uri("http://www.example.org/a%20b.png"), "The logo."));
        Wire.Write(query.ToXml()).ShouldBe(Xml);
    }

    [Fact]
    public void An_orchestrator_tells_the_file_too()
    {
        var query = new OobQuery(new Uri("https://files.example.org/t/a.bin"), null, new FileOffer("a.bin", 5, Tag: new TransferTag("t-1", Sha)));

        OobQuery.Parse(query.ToXml()).ShouldBe(query);
        Wire.Write(query.ToXml()).ShouldContain($"""<transfer xmlns="urn:orchestrator:transfer:0" id="t-1" sha256="{Sha}"/>""");
    }

    [Fact]
    public void A_file_without_id_and_hash_is_passed_over()
    {
        const string File = "<file xmlns='http://jabber.org/protocol/si/profile/file-transfer' name='a' size='1'>{0}</file>";

        Parse($"<url>http://h/a</url>{File.Replace("{0}", "", StringComparison.Ordinal)}").File.ShouldBeNull();
        Parse($"<url>http://h/a</url>{File.Replace("{0}", "<transfer xmlns='urn:orchestrator:transfer:0' id='t'/>", StringComparison.Ordinal)}").File.ShouldBeNull();
    }

    [Fact]
    public void A_message_carries_the_same_under_another_name()
    {
        var x = Wire.Read("<x xmlns='jabber:x:oob'><url> https://h/a </url><desc>d</desc></x>");

        OobQuery.Parse(x).ShouldBe(new OobQuery(new Uri("https://h/a"), "d"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<url/>")]
    [InlineData("<url>  </url>")]
    [InlineData("<url xmlns='urn:x'>http://h/</url>")]
    [InlineData("<url>a/b</url>")]
    [InlineData("<url>http://</url>")]
    public void Without_a_url_it_is_a_bad_request(string children) => Wire.ShouldBePlainBadRequest(() => Parse(children));

    [Fact]
    public void A_url_without_end_is_a_bad_request() =>
        Wire.ShouldBePlainBadRequest(() => Parse($"<url>http://h/{new string('a', OobQuery.MaxUrlLength)}</url>"));

    [Fact]
    public void Another_element_is_a_bad_request() =>
        Wire.ShouldBePlainBadRequest(() => OobQuery.Parse(new XElement("{jabber:iq:oob}other")));
}
