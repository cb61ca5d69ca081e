using System.Text;
using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Tests.Xmpp.Streaming;

public sealed class XmlStreamReaderTests
{
    private const string Header = "<?xml version='1.0'?>\n<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='a>b' version='1.0'>";
    private static readonly XNamespace _client = "jabber:client";

    private static async Task<(XElement Header, List<XElement> Stanzas)> ReadAll(byte[] bytes, XmlLimits? limits = null, params int[] sizes)
    {
        var reader = new XmlStreamReader(new ChunkedStream(bytes, sizes.Length == 0 ? [int.MaxValue] : sizes), limits ?? XmlLimits.Default);
        var header = await reader.ReadHeaderAsync(default);
        var stanzas = new List<XElement>();
        while (await reader.ReadStanzaAsync(default) is { } stanza)
            stanzas.Add(stanza);
        return (header, stanzas);
    }

    private static Task<XmlStreamException> Refused(string content, XmlLimits? limits = null, string header = Header) =>
        Should.ThrowAsync<XmlStreamException>(() => ReadAll(Encoding.UTF8.GetBytes(header + content), limits));

    [Fact]
    public async Task However_the_bytes_are_split_the_same_stanzas_come_out()
    {
        var text = Header + " <stream:features><bind xmlns='urn:b'/></stream:features>\n<iq id='1>/'><q xmlns=\"urn:q\"><![CDATA[a<b>]]]></q></iq>"
            + "<message><body>Grüße, 😀 &amp; <b/> </body></message></stream:stream>";
        var bytes = Encoding.UTF8.GetBytes(text);
        var (_, whole) = await ReadAll(bytes);
        whole.Count.ShouldBe(3);
        whole[0].Name.ShouldBe(Ns.Streams + "features");
        whole[1].Attribute("id")!.Value.ShouldBe("1>/");
        whole[1].Value.ShouldBe("a<b>]");
        whole[2].Element(_client + "body")!.Value.ShouldBe("Grüße, 😀 &  ");
        var splits = Enumerable.Range(1, bytes.Length - 1).Select(i => new[] { i, int.MaxValue }).Append([1]).Append([2]).Append([7]);
        foreach (var sizes in splits)
        {
            var (header, stanzas) = await ReadAll(bytes, null, sizes);
            header.Attribute("id")!.Value.ShouldBe("a>b");
            stanzas.Select(s => s.ToString()).ShouldBe(whole.Select(s => s.ToString()));
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY e 'x'>]><iq/>", "restricted-xml")]
    [InlineData("<iq><!DOCTYPE a></iq>", "restricted-xml")]
    [InlineData("<iq>&e;</iq>", "not-well-formed")]
    [InlineData("<iq><!-- hidden --></iq>", "restricted-xml")]
    [InlineData("<iq><?php ?></iq>", "restricted-xml")]
    [InlineData("<?xml version='1.0'?><iq/>", "restricted-xml")]
    [InlineData("<iq><a></iq></a>", "not-well-formed")]
    [InlineData("<iq a='1' a='2'/>", "not-well-formed")]
    [InlineData("<iq>&#0;</iq>", "not-well-formed")]
    [InlineData("<iq>\u0001</iq>", "not-well-formed")]
    [InlineData("<iq><x:a/></iq>", "not-well-formed")]
    [InlineData("<iq/>text<iq/>", "bad-format")]
    [InlineData("<![CDATA[x]]>", "restricted-xml")]
    public async Task What_XMPP_forbids_ends_the_stream(string content, string condition) =>
        (await Refused(content)).Condition.ShouldBe(condition);

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("<!DOCTYPE x><stream:stream>")]
    [InlineData("<html><body>")]
    [InlineData("<stream:stream xmlns='jabber:client' xmlns:stream='urn:other'>")]
    [InlineData("<stream:stream>")]
    public async Task Something_that_is_no_XMPP_stream_is_told_apart(string header) => await Refused("", header: header);

    [Fact]
    public async Task Bad_UTF8_is_refused()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Header + "<iq>"), 0xC3, 0x28, .. "</iq>"u8];
        (await Should.ThrowAsync<XmlStreamException>(() => ReadAll(bytes))).Condition.ShouldBe("unsupported-encoding");
    }

    [Fact]
    public async Task A_stanza_may_be_as_large_as_the_limit_and_not_a_byte_larger()
    {
        var limits = new XmlLimits(5000, 10);
        var fits = "<iq>" + new string('x', 5000 - 9) + "</iq>";
        (await ReadAll(Encoding.UTF8.GetBytes(Header + fits + fits + "</stream:stream>"), limits)).Stanzas.Count.ShouldBe(2);
        (await Refused("<iq>" + new string('x', 5000 - 8) + "</iq>", limits)).Condition.ShouldBe("policy-violation");
    }

    [Fact]
    public async Task A_stanza_that_never_ends_is_refused_before_it_is_held_in_memory()
    {
        var source = new ChunkedStream(Encoding.UTF8.GetBytes(Header + "<iq a='" + new string('x', 1_000_000)), 4096);
        var reader = new XmlStreamReader(source, new XmlLimits(10_000, 10));
        await reader.ReadHeaderAsync(default);
        await Should.ThrowAsync<XmlStreamException>(async () => await reader.ReadStanzaAsync(default));
        source.Position.ShouldBeLessThan(40_000);
    }

    [Fact]
    public async Task Garbled_bytes_end_in_a_stream_error_or_the_end_and_in_nothing_else()
    {
        var good = Encoding.UTF8.GetBytes(Header + "<iq id='1' type='get'><q xmlns='urn:q' xmlns:p='urn:p'><p:a b=\"c\">t&amp;<![CDATA[x]]></p:a></q></iq><message/></stream:stream>");
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = good.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"<>/&'\"!?[] =:"[random.Next(13)];
            try
            {
                await ReadAll(bytes, null, random.Next(1, 50));
            }
            catch (Exception e) when (e is XmlStreamException or EndOfStreamException)
            {
                continue;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Encoding.UTF8.GetString(bytes)}", e);
            }
        }
    }

    [Fact]
    public async Task Nesting_is_bounded()
    {
        var limits = new XmlLimits(1024 * 1024, 64);
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));
        (await ReadAll(Encoding.UTF8.GetBytes(Header + Nested(64) + "</stream:stream>"), limits)).Stanzas.Count.ShouldBe(1);
        (await Refused(Nested(65), limits)).Condition.ShouldBe("policy-violation");
        (await Refused(Nested(100_000), limits)).Condition.ShouldBe("policy-violation");
    }

    [Fact]
    public async Task A_connection_that_ends_without_the_closing_tag_is_told_apart_from_a_closed_stream() =>
        await Should.ThrowAsync<EndOfStreamException>(() => ReadAll(Encoding.UTF8.GetBytes(Header + "<iq/><iq")));

    [Fact]
    public async Task The_stanzas_of_a_component_are_read_as_those_of_a_client()
    {
        var text = Header.Replace("jabber:client", "jabber:component:accept") + "<iq><error><gone xmlns='urn:s'/></error></iq></stream:stream>";
        var (_, stanzas) = await ReadAll(Encoding.UTF8.GetBytes(text));
        stanzas[0].Name.ShouldBe(_client + "iq");
        stanzas[0].Element(_client + "error").ShouldNotBeNull();
    }
}
