using System.Text;
using System.Xml;
using System.Xml.Linq;
using Orchestrator.Xmpp.InBand;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>
/// Reads one XML stream (RFC 6120 §4): its header, then one element per stanza. After STARTTLS or SASL a new reader takes
/// over; bytes that the old one had read ahead are dropped on purpose, so that nothing sent before TLS counts afterwards.
/// <para>A component's stream is read as if its default namespace were <c>jabber:client</c>, so that everybody above
/// knows one stanza namespace only.</para>
/// </summary>
/// <param name="stream">Where the bytes come from.</param>
/// <param name="limits">What is too much.</param>
/// <param name="keepsBlocks">Whether in-band blocks may come as <see cref="BlockBytes"/> instead of text.</param>
internal sealed class XmlStreamReader(Stream stream, XmlLimits limits, bool keepsBlocks = false)
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int MaxHeaderBytes = 16 * 1024;

    private readonly NameTable _headerNames = new();
    private List<XAttribute> _declarations = [];
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Reads the opening <c>&lt;stream:stream …&gt;</c> and returns it as an element without content.</summary>
    /// <exception cref="XmlStreamException">It is none.</exception>
    /// <exception cref="EndOfStreamException">The connection ended.</exception>
    public async ValueTask<XElement> ReadHeaderAsync(CancellationToken cancellation)
    {
        await SkipWhitespaceAsync(cancellation).ConfigureAwait(false);
        int length, tag;
        while (true)
        {
            length = HeaderLength(_buffer.AsSpan(_start, _end - _start), out tag);
            if (length != 0)
                break;
            if (_end - _start > MaxHeaderBytes)
                throw new XmlStreamException("policy-violation", $"The stream's header is larger than {MaxHeaderBytes} bytes.");
            await FillAsync(cancellation).ConfigureAwait(false);
        }
        var text = Decode(_buffer.AsSpan(_start + tag, length - tag - 1)) + "/>";
        _start += length;
        var header = Parse(text, new XmlParserContext(_headerNames, null, null, XmlSpace.None));
        if (header.Name != Ns.Streams + "stream")
            throw new XmlStreamException("invalid-namespace", $"The stream opens with <{header.Name.LocalName}/>, which is not the header of an XMPP stream.");
        _declarations = [.. header.Attributes().Where(a => a.IsNamespaceDeclaration)];
        return header;
    }

    /// <summary>Reads the next top-level element; null when the other side closed its stream with <c>&lt;/stream:stream&gt;</c>.</summary>
    /// <exception cref="XmlStreamException">It is too large, too deep, not well-formed or of a kind that XMPP forbids.</exception>
    /// <exception cref="EndOfStreamException">The connection ended without the closing tag.</exception>
    public async ValueTask<XElement?> ReadStanzaAsync(CancellationToken cancellation)
    {
        await SkipWhitespaceAsync(cancellation).ConfigureAwait(false);
        if (_buffer[_start] != '<')
            throw new XmlStreamException("bad-format", "There is text between two stanzas.");
        var scanner = new StanzaScanner(limits.MaxDepth);
        int? length;
        while ((length = scanner.Scan(_buffer.AsSpan(_start, _end - _start))) is null)
            await FillAsync(cancellation).ConfigureAwait(false);
        if (scanner.IsStreamEnd)
            return null;
        if (length > limits.MaxStanzaBytes)
            throw TooLarge();
        var stanza = _buffer.AsSpan(_start, length.Value);
        _start += length.Value;
        return (keepsBlocks ? ReadBlock(stanza) : null) ?? Parse(Decode(stanza), Context());
    }

    // A block's base64 is most of its stanza: it becomes bytes at once, and only what stands around it is parsed.
    private XElement? ReadBlock(ReadOnlySpan<byte> stanza)
    {
        if (!BlockBytes.TryFind(stanza, out var base64, out var block))
            return null;
        var element = Parse(Decode(stanza[..base64.Start]) + Decode(stanza[base64.End..]), Context());
        return block.TryAttach(element) ? element : null;
    }

    private async ValueTask SkipWhitespaceAsync(CancellationToken cancellation)
    {
        while (true)
        {
            while (_start < _end && _buffer[_start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                _start++;
            if (_start < _end)
                return;
            await FillAsync(cancellation).ConfigureAwait(false);
        }
    }

    // Makes room (never for more than one stanza may have) and reads what is there.
    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        var held = _end - _start;
        if (held > limits.MaxStanzaBytes)
            throw TooLarge();
        if (_end == _buffer.Length)
        {
            var target = held > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            _buffer.AsSpan(_start, held).CopyTo(target);
            (_buffer, _start, _end) = (target, 0, held);
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        if (read == 0)
            throw new EndOfStreamException("The server closed the connection.");
        _end += read;
    }

    // An XML declaration may stand in front of the header and nowhere else. Returns 0 if more bytes are needed.
    private static int HeaderLength(ReadOnlySpan<byte> bytes, out int tag)
    {
        tag = 0;
        var declaration = "<?xml"u8;
        var seen = Math.Min(bytes.Length, declaration.Length);
        if (bytes[..seen].SequenceEqual(declaration[..seen]))
        {
            var end = bytes.IndexOf("?>"u8);
            if (end < 0)
                return 0;
            tag = end + 2;
            tag += bytes[tag..].IndexOfAnyExcept(" \t\r\n"u8) is var gap and >= 0 ? gap : bytes.Length - tag;
        }
        if (bytes.Length < tag + 2)
            return 0;
        if (bytes[tag] != '<' || bytes[tag + 1] is (byte)'!' or (byte)'?' or (byte)'/')
            throw new XmlStreamException("not-well-formed", "This is not an XMPP stream.");
        byte quote = 0;
        for (var i = tag + 1; i < bytes.Length; i++)
        {
            if (quote != 0)
                quote = bytes[i] == quote ? (byte)0 : quote;
            else if (bytes[i] is (byte)'"' or (byte)'\'')
                quote = bytes[i];
            else if (bytes[i] == '>')
                return i + 1;
        }
        return 0;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new XmlStreamException("unsupported-encoding", "The stream is not valid UTF-8.", e);
        }
    }

    // A name table per stanza: names that a peer invents are not kept for the stream's life.
    private XmlParserContext Context()
    {
        var names = new XmlNamespaceManager(new NameTable());
        foreach (var declaration in _declarations)
        {
            var prefix = declaration.Name.Namespace == XNamespace.None ? "" : declaration.Name.LocalName;
            names.AddNamespace(prefix, declaration.Value == Ns.Component.NamespaceName ? Ns.Client.NamespaceName : declaration.Value);
        }
        return new XmlParserContext(names.NameTable, names, null, XmlSpace.None);
    }

    private static XElement Parse(string text, XmlParserContext context)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), settings, context);
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException e)
        {
            throw new XmlStreamException("not-well-formed", "The stream is not well-formed XML: " + e.Message, e);
        }
    }

    private XmlStreamException TooLarge() =>
        new("policy-violation", $"A stanza is larger than {limits.MaxStanzaBytes} bytes.");
}
