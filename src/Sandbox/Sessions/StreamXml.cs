using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Sandbox.Sessions;

/// <summary>What is said on the level of the stream.</summary>
internal static class StreamXml
{
    public static readonly XName Features = Ns.Streams + "features";

    /// <summary>A stream error and the stream's end (RFC 6120 §4.9).</summary>
    public static string Error(string condition) =>
        XmlStreamWriter.Write(new XElement(Ns.Streams + "error", new XElement(Ns.StreamErrors + condition)))
        + XmlStreamWriter.Close;
}
