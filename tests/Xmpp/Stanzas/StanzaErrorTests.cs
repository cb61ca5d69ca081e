using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Stanzas;

public class StanzaErrorTests
{
    private const string Stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas";

    [Fact]
    public void An_error_is_written_with_condition_text_and_application_condition()
    {
        var error = StanzaError.BadRequest("no such offset", new XElement("{urn:x}range-fault"));

        Wire.Write(error.ToXml()).ShouldBe(
            $"""<error type="modify"><bad-request xmlns="{Stanzas}"/><text xmlns="{Stanzas}">no such offset</text><range-fault xmlns="urn:x"/></error>""");
    }

    [Fact]
    public void A_received_error_is_read_out_of_its_stanza()
    {
        var error = StanzaError.Parse(Wire.Read(
            $"""
            <iq xmlns="jabber:client" type="error" id="1">
              <query xmlns="urn:x"/>
              <error code="404" type="cancel"><item-not-found xmlns="{Stanzas}"/><text xmlns="{Stanzas}">gone</text><odd xmlns="urn:x"/></error>
            </iq>
            """));

        error.Type.ShouldBe(StanzaErrorType.Cancel);
        error.Condition.ShouldBe("item-not-found");
        error.Text.ShouldBe("gone");
        error.Application!.Name.ShouldBe(XName.Get("odd", "urn:x"));
        error.ToString().ShouldBe("item-not-found (cancel), odd: gone");
    }

    [Theory]
    [InlineData("<error/>")]
    [InlineData("<error type='explode'><teapot xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>")]
    [InlineData("<error><item-not-found/></error>")]
    [InlineData("<iq type='error'/>")]
    public void An_error_that_cannot_be_understood_is_undefined_and_final(string xml)
    {
        var error = StanzaError.Parse(Wire.Read(xml));

        error.Condition.ShouldBe("undefined-condition");
        error.Type.ShouldBe(StanzaErrorType.Cancel);
    }

    [Fact]
    public void No_stanza_at_all_is_an_undefined_error() => StanzaError.Parse(null).Condition.ShouldBe("undefined-condition");

    [Fact]
    public void A_long_text_is_cut()
    {
        var xml = StanzaError.ItemNotFound(new string('x', 100_000)).ToXml();

        StanzaError.Parse(xml).Text!.Length.ShouldBe(StanzaError.MaxTextLength);
    }

    [Fact]
    public void A_text_with_characters_that_xml_forbids_can_still_be_sent() =>
        Wire.Write(StanzaError.ItemNotFound("a\u0001b\uD800c😀").ToXml()).ShouldContain("a\uFFFDb\uFFFDc😀");

    public static TheoryData<StanzaError> Sent =>
    [
        StanzaError.BadRequest(), StanzaError.Conflict(), StanzaError.FeatureNotImplemented(), StanzaError.Forbidden("no"),
        StanzaError.InternalServerError(), StanzaError.ItemNotFound(), StanzaError.JidMalformed(), StanzaError.NotAcceptable(),
        StanzaError.NotAllowed(), StanzaError.RecipientUnavailable(), StanzaError.RemoteServerNotFound(),
        StanzaError.RemoteServerTimeout(), StanzaError.ResourceConstraint(), StanzaError.ServiceUnavailable(),
        StanzaError.UnexpectedRequest(),
    ];

    [Theory]
    [MemberData(nameof(Sent))]
    public void Each_error_that_is_sent_is_read_back_the_same(StanzaError error) =>
        StanzaError.Parse(error.ToXml()).ShouldBe(error);
}
