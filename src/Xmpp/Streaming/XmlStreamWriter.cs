using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Orchestrator.Xmpp.InBand;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>
/// Turns stanzas into text for a stream whose default namespace is the content's (<c>jabber:client</c> or a component's)
/// and which declares the prefix <c>stream</c>. No other prefix is used, since some peers do not follow them.
/// </summary>
internal static class XmlStreamWriter
{
    /// <summary>The end of a stream.</summary>
    public const string Close = "</stream:stream>";

    // What is copied as it stands, in runs.
    private static readonly SearchValues<char> _plain = SearchValues.Create(
        " !#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    // Of each thread; it stays as large as the largest stanza.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    /// <summary>The opening tag of a stream (RFC 6120 §4.7), with the XML declaration.</summary>
    /// <param name="content">The content namespace: <see cref="Ns.Client"/> or <see cref="Ns.Component"/>.</param>
    /// <param name="attributes">Names and values of the header's attributes, such as <c>to</c> or <c>id</c>; null values are left out.</param>
    public static string Header(XNamespace content, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var text = new ArrayBufferWriter<byte>();
        Append(text, "<?xml version='1.0'?><stream:stream");
        Attribute(text, "xmlns", content.NamespaceName);
        Attribute(text, "xmlns:stream", Ns.Streams.NamespaceName);
        foreach (var (name, value) in attributes)
            if (value is not null)
                Attribute(text, name, value);
        Append(text, ">");
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>The text of one top-level element.</summary>
    /// <exception cref="ArgumentException">It holds a character that XML 1.0 cannot carry.</exception>
    public static string Write(XElement stanza) => Encoding.UTF8.GetString(Encode(stanza));

    /// <summary>The UTF-8 text of one top-level element.</summary>
    /// <exception cref="ArgumentException">It holds a character that XML 1.0 cannot carry.</exception>
    public static byte[] Encode(XElement stanza)
    {
        var text = _scratch ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        Element(text, stanza, Ns.Client.NamespaceName);
        return text.WrittenSpan.ToArray();
    }

    private static void Element(ArrayBufferWriter<byte> text, XElement element, string scope)
    {
        var space = element.Name.NamespaceName;
        var name = element.Name.LocalName;
        if (space == Ns.Streams.NamespaceName)
            (name, space) = ("stream:" + name, scope);
        Append(text, "<");
        Append(text, name);
        if (space != scope)
            Attribute(text, "xmlns", space);
        var prefixes = 0;
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            var prefix = "";
            if (attribute.Name.Namespace == XNamespace.Xml)
            {
                prefix = "xml:";
            }
            else if (attribute.Name.Namespace != XNamespace.None)
            {
                prefix = $"n{prefixes++}:";
                Attribute(text, "xmlns:" + prefix[..^1], attribute.Name.NamespaceName);
            }
            Attribute(text, prefix + attribute.Name.LocalName, attribute.Value);
        }
        var block = element.Annotation<BlockBytes>();
        if (block is null && !element.Nodes().Any())
        {
            Append(text, "/>");
            return;
        }
        Append(text, ">");
        block?.AppendTo(text);
        foreach (var node in element.Nodes())
        {
            if (node is XElement child)
                Element(text, child, space);
            else if (node is XText content)
                Escape(text, content.Value);
        }
        Append(text, "</");
        Append(text, name);
        Append(text, ">");
    }

    private static void Attribute(ArrayBufferWriter<byte> text, string name, string value)
    {
        Append(text, " ");
        Append(text, name);
        Append(text, "=\"");
        Escape(text, value);
        Append(text, "\"");
    }

    private static void Escape(ArrayBufferWriter<byte> text, string value)
    {
        var rest = value.AsSpan();
        while (rest.IndexOfAnyExcept(_plain) is >= 0 and var i)
        {
            var c = rest[i];
            var length = char.IsHighSurrogate(c) && i + 1 < rest.Length && char.IsLowSurrogate(rest[i + 1]) ? 2 : 1;
            Append(text, rest[..i]);
            if (length == 1 && !XmlConvert.IsXmlChar(c))
                throw new ArgumentException($"The character U+{(int)c:X4} cannot be sent: XML 1.0 does not allow it.");
            if (c is '<' or '>' or '&' or '"' or '\'' or '\t' or '\r' or '\n')
                Append(text, c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", '\'' => "&apos;", '\t' => "&#9;", '\r' => "&#13;", _ => "&#10;" });
            else
                Append(text, rest.Slice(i, length));
            rest = rest[(i + length)..];
        }
        Append(text, rest);
    }

    private static void Append(ArrayBufferWriter<byte> text, ReadOnlySpan<char> characters) => Encoding.UTF8.GetBytes(characters, text);
}
