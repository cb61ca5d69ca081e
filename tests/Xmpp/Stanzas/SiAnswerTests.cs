using Orchestrator.Xmpp;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Xmpp.Stanzas;

[Trait("Conformance", "3")]
public class SiAnswerTests
{
    private const string Profile = "http://jabber.org/protocol/si/profile/file-transfer";

    private static string Answer(string value, string file = "") =>
        $"""
        <si xmlns="http://jabber.org/protocol/si">
          {file}
          <feature xmlns="http://jabber.org/protocol/feature-neg">
            <x xmlns="jabber:x:data" type="submit">
              <field var="stream-method">{value}</field>
            </x>
          </feature>
        </si>
        """;

    [Theory]
    [Trait("Conformance", "9")]
    [InlineData("", null, null)]
    [InlineData($"""<file xmlns="{Profile}"><range offset="5000000000"/></file>""", 5_000_000_000, null)]
    [InlineData($"""<file xmlns="{Profile}"><range length="256"/></file>""", 0L, 256L)]
    [InlineData($"""<file xmlns="{Profile}"><range offset="128" length="256"/></file>""", 128L, 256L)]
    [InlineData($"""<file xmlns="{Profile}"><range/></file>""", 0L, null)]
    public void An_answer_is_read_and_written_as_the_xep_shows(string file, long? offset, long? length)
    {
        var xml = Answer("<value>http://jabber.org/protocol/bytestreams</value>", file);
        var answer = SiAnswer.Parse(Wire.Read(xml));

        answer.StreamMethod.ShouldBe(Ns.Bytestreams.NamespaceName);
        answer.Range.ShouldBe(offset is null ? null : new FileRange(offset.Value, length));
        Wire.Write(answer.ToXml()).ShouldBe(Wire.Golden(xml));
    }

    [Fact]
    public void A_profile_without_a_range_means_the_whole_file() =>
        SiAnswer.Parse(Wire.Read(Answer("<value>m</value>", $"<file xmlns='{Profile}' name='echoed' size='x'/>")))
            .ShouldBe(new SiAnswer("m"));

    [Theory]
    [Trait("Conformance", "3")]
    [InlineData("<value/><value>m</value>")]
    [InlineData("<value>m</value><value>m</value>")]
    [InlineData("<note xmlns='urn:x'/><value> m </value>")]
    [InlineData("<value/><option><value>m</value></option>")]
    public void A_sloppy_choice_that_can_mean_one_method_only_is_understood(string value) =>
        SiAnswer.Parse(Wire.Read(Answer(value, "<other xmlns='urn:x'/>"))).StreamMethod.ShouldBe("m");

    [Theory]
    [InlineData("")]
    [InlineData("<value/>")]
    [InlineData("<value>a</value><value>b</value>")]
    public void An_answer_that_does_not_choose_one_method_is_refused(string value) =>
        Wire.ShouldBePlainBadRequest(() => SiAnswer.Parse(Wire.Read(Answer(value))));

    [Fact]
    public void An_empty_answer_is_refused() =>
        Wire.ShouldBePlainBadRequest(() => SiAnswer.Parse(Wire.Read("<si xmlns='http://jabber.org/protocol/si'/>")));

    [Theory]
    [Trait("Conformance", "10")]
    [InlineData("offset='-1'")]
    [InlineData("offset='x'")]
    [InlineData("offset=''")]
    [InlineData("length='-1'")]
    [InlineData("offset='9223372036854775808'")]
    public void A_range_that_is_no_number_is_refused(string attributes) =>
        Wire.ShouldBePlainBadRequest(() =>
            SiAnswer.Parse(Wire.Read(Answer("<value>m</value>", $"<file xmlns='{Profile}'><range {attributes}/></file>"))));

    [Theory]
    [Trait("Conformance", "10")]
    [InlineData(0, null, 100, 0, 100)]
    [InlineData(40, null, 100, 40, 60)]
    [InlineData(40, 10L, 100, 40, 10)]
    [InlineData(40, 60L, 100, 40, 60)]
    [InlineData(100, null, 100, 100, 0)]
    [InlineData(0, null, 0, 0, 0)]
    [InlineData(long.MaxValue, 0L, long.MaxValue, long.MaxValue, 0)]
    public void A_range_within_the_file_resolves_to_exact_bytes(long offset, long? length, long size, long first, long count) =>
        new FileRange(offset, length).Resolve(size).ShouldBe((first, count));

    [Theory]
    [Trait("Conformance", "10")]
    [InlineData(101, null, 100)]
    [InlineData(40, 61L, 100)]
    [InlineData(100, 1L, 100)]
    [InlineData(-1, null, 100)]
    [InlineData(0, -1L, 100)]
    [InlineData(1, long.MaxValue, long.MaxValue)]
    public void A_range_that_leaves_the_file_is_refused(long offset, long? length, long size) =>
        Wire.ShouldBePlainBadRequest(() => new FileRange(offset, length).Resolve(size));
}
