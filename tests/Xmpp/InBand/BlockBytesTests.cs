using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Orchestrator.Tests.Xmpp.Streaming;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.InBand;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Tests.Xmpp.InBand;

public sealed class BlockBytesTests
{
    private const string Data = "<data xmlns='http://jabber.org/protocol/ibb' sid='s' seq='0'>";

    private static async Task<XElement> ReadAsync(string stanza, int chunk = int.MaxValue)
    {
        var bytes = Encoding.UTF8.GetBytes("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>" + stanza);
        var reader = new XmlStreamReader(new ChunkedStream(bytes, [chunk]), XmlLimits.Default, keepsBlocks: true);
        await reader.ReadHeaderAsync(default);
        return (await reader.ReadStanzaAsync(default))!;
    }

    private static async Task<string> BlockAsync(string stanza) =>
        Encoding.ASCII.GetString(IbbData.Parse((await ReadAsync(stanza)).Elements().First()).Data.Span);

    [Theory]
    [InlineData($"<iq id='1>'>{Data}QUJDREVG</data></iq>")]
    [InlineData($"<iq>{Data}QUJD\n  REVG</data></iq>")]
    [InlineData($"<iq>{Data}<![CDATA[QUJD]]>REVG</data></iq>")]
    [InlineData($"<iq>{Data}QUJD<![CDATA[REVG]]></data></iq>")]
    [InlineData($"<iq>{Data}QU&#x4A;DREVG</data></iq>")]
    [InlineData($"<iq>{Data}QUJDREVG</data> </iq>")]
    [InlineData("<iq><i:data xmlns:i='http://jabber.org/protocol/ibb' sid='s' seq='0'>QUJDREVG</i:data></iq>")]
    [InlineData($"<message>{Data}QUJDREVG</data><amp xmlns='http://jabber.org/protocol/amp'/></message>")]
    public async Task However_a_block_is_written_its_bytes_are_the_same(string stanza) =>
        (await BlockAsync(stanza)).ShouldBe("ABCDEF");

    [Theory]
    [InlineData($"<iq>{Data}QUJ=REVG</data></iq>")]
    [InlineData($"<iq>{Data}QUJ DREVG</data></iq>")]
    [InlineData($"<iq>{Data}QUJDRE</data></iq>")]
    [InlineData($"<iq>{Data}<b/>QUJDREVG</data></iq>")]
    [Trait("Conformance", "30")]
    public async Task A_damaged_block_is_a_bad_request(string stanza) =>
        (await Should.ThrowAsync<StanzaErrorException>(() => BlockAsync(stanza))).Error.Condition.ShouldBe("bad-request");

    [Fact]
    [Trait("Conformance", "26")]
    public async Task A_block_larger_than_the_protocol_allows_is_a_bad_request()
    {
        (await BlockAsync($"<iq>{Data}{Convert.ToBase64String(new byte[65535])}</data></iq>")).Length.ShouldBe(65535);
        (await Should.ThrowAsync<StanzaErrorException>(() => BlockAsync($"<iq>{Data}{Convert.ToBase64String(new byte[65536])}</data></iq>")))
            .Error.Condition.ShouldBe("bad-request");
    }

    [Theory]
    [InlineData("<iq><data>QUJD</data></iq>")]
    [InlineData("<iq><data xmlns='urn:xmpp:bob'>QUJD</data></iq>")]
    public async Task What_is_no_block_keeps_its_text(string stanza) =>
        (await ReadAsync(stanza)).Value.ShouldBe("QUJD");

    [Theory]
    [InlineData("<iq><data/>QUJD</data></iq>")]
    [InlineData("<iq><data a='1>QUJD</data></iq>'>QUJD</iq></iq>")]
    [InlineData("<iq><x><data>QUJD</data></iq></x>")]
    public async Task A_block_does_not_hide_what_is_not_well_formed(string stanza) =>
        (await Should.ThrowAsync<XmlStreamException>(() => ReadAsync(stanza + "<iq/>"))).Condition.ShouldBe("not-well-formed");

    [Fact]
    public async Task A_block_survives_the_wire_however_it_is_split()
    {
        var bytes = RandomNumberGenerator.GetBytes(48_000);
        var text = XmlStreamWriter.Write(new XElement(Ns.Client + "iq", new IbbData("s", 7, bytes).ToXml()));
        foreach (var chunk in new[] { 1, 1000, 4096, int.MaxValue })
        {
            var data = IbbData.Parse((await ReadAsync(text, chunk)).Elements().Single());
            (data.Sid, data.Seq).ShouldBe(("s", (ushort)7));
            data.Data.Span.SequenceEqual(bytes).ShouldBeTrue();
        }
    }
}
