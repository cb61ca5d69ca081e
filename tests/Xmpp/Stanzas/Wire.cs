using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Tests.Xmpp.Stanzas;

/// <summary>Elements as they stand on the wire.</summary>
internal static class Wire
{
    public static XElement Read(string xml) => XElement.Parse(xml, LoadOptions.PreserveWhitespace);

    /// <summary>What our stream writes, without the white space of a golden text's lines.</summary>
    public static string Write(XElement element) => XmlStreamWriter.Write(element);

    /// <summary>A golden text on one line.</summary>
    public static string Golden(string xml) => string.Concat(xml.Split('\n').Select(line => line.Trim()));

    public static StanzaError ShouldBeRefused(Action parse) => Should.Throw<StanzaErrorException>(parse).Error;

    public static void ShouldBePlainBadRequest(Action parse)
    {
        var error = ShouldBeRefused(parse);
        error.Condition.ShouldBe("bad-request");
        error.Application.ShouldBeNull();
        error.Text.ShouldNotBeNullOrEmpty();
    }
}
