using System.Text;
using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Tests.Xmpp.Streaming;

public sealed class XmlStreamWriterTests
{
    private static readonly XNamespace _client = "jabber:client";
    private static readonly XNamespace _other = "urn:other";

    [Fact]
    public async Task What_is_written_is_read_again_as_it_was()
    {
        var stanza = new XElement(_client + "message", new XAttribute(XNamespace.Xml + "lang", "de"),
            new XElement(_client + "body", " a<b>&\"'\r\n\t😀 ]]> "),
            new XElement(_other + "x", new XAttribute(_other + "n", "1"), new XAttribute("m", "\n"), new XElement(_client + "deep"), new XElement(XName.Get("none"), "t")));
        var text = XmlStreamWriter.Header(Ns.Client, ("to", "a&b"), ("id", null)) + XmlStreamWriter.Write(stanza) + XmlStreamWriter.Close;
        var reader = new XmlStreamReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), XmlLimits.Default);
        (await reader.ReadHeaderAsync(default)).Attribute("to")!.Value.ShouldBe("a&b");
        var read = await reader.ReadStanzaAsync(default);
        foreach (var declaration in read!.DescendantsAndSelf().Attributes().Where(a => a.IsNamespaceDeclaration).ToList())
            declaration.Remove();
        XNode.DeepEquals(read, stanza).ShouldBeTrue();
    }

    [Fact]
    public void The_content_namespace_is_left_to_the_header_and_stream_elements_have_their_prefix()
    {
        XmlStreamWriter.Write(new XElement(_client + "iq", new XElement(_other + "q", new XElement(_other + "r"))))
            .ShouldBe("<iq><q xmlns=\"urn:other\"><r/></q></iq>");
        XmlStreamWriter.Write(new XElement(Ns.Streams + "error", new XElement(Ns.StreamErrors + "gone")))
            .ShouldBe("<stream:error><gone xmlns=\"urn:ietf:params:xml:ns:xmpp-streams\"/></stream:error>");
    }

    [Fact]
    public void Characters_that_XML_cannot_carry_never_go_out()
    {
        foreach (var bad in new[] { "\0", "\u001b", "\uFFFF", "\uD83D", "\uDE00\uD83D" })
        {
            Should.Throw<ArgumentException>(() => XmlStreamWriter.Write(new XElement("a", bad)));
            Should.Throw<ArgumentException>(() => XmlStreamWriter.Write(new XElement("a", new XAttribute("b", "x" + bad))));
        }
    }
}
