namespace Orchestrator.Xmpp.Streaming;

/// <summary>
/// Finds where a top-level element of an XML stream ends, byte by byte and however the bytes are split. It knows just
/// enough XML for that (tags, quotes, CDATA); whether the element is well-formed is the parser's business.
/// </summary>
internal struct StanzaScanner(int maxDepth)
{
    private enum State
    {
        Content,
        Open,
        StartTag,
        EndTag,
        Quote,
        Bang,
        CData,
    }

    private State _state;
    private int _next;
    private int _tag;
    private int _depth;
    private byte _quote;

    /// <summary>Whether the element that ended was an end tag without a start: the stream's own <c>&lt;/stream:stream&gt;</c>.</summary>
    public readonly bool IsStreamEnd => _depth < 0;

    /// <summary>
    /// Goes on where the last call stopped. <paramref name="bytes"/> begins at the element's first byte and may have grown.
    /// Returns the element's length, or null if more bytes are needed.
    /// </summary>
    /// <exception cref="XmlStreamException">Too deep, or a DTD, comment or processing instruction (RFC 6120 §11.1).</exception>
    public int? Scan(ReadOnlySpan<byte> bytes)
    {
        while (_next < bytes.Length)
        {
            var rest = bytes[_next..];
            switch (_state)
            {
                case State.Content:
                    if (!Skip(rest, rest.IndexOf((byte)'<')))
                        return null;
                    _tag = _next - 1;
                    _state = State.Open;
                    break;

                case State.Open when rest[0] == '?':
                    throw new XmlStreamException("restricted-xml", "A processing instruction is not allowed in the stream.");

                case State.Open:
                    _state = rest[0] switch { (byte)'/' => State.EndTag, (byte)'!' => State.Bang, _ => State.StartTag };
                    break;

                case State.StartTag:
                    if (!Skip(rest, rest.IndexOfAny((byte)'>', (byte)'"', (byte)'\'')))
                        return null;
                    var found = bytes[_next - 1];
                    if (found != '>')
                    {
                        _quote = found;
                        _state = State.Quote;
                        break;
                    }
                    if (_depth >= maxDepth)
                        throw new XmlStreamException("policy-violation", $"A stanza is nested deeper than {maxDepth} levels.");
                    if (bytes[_next - 2] != '/')
                        _depth++;
                    _state = State.Content;
                    if (_depth == 0)
                        return _next;
                    break;

                case State.Quote:
                    if (!Skip(rest, rest.IndexOf(_quote)))
                        return null;
                    _state = State.StartTag;
                    break;

                case State.EndTag:
                    if (!Skip(rest, rest.IndexOf((byte)'>')))
                        return null;
                    _state = State.Content;
                    if (--_depth <= 0)
                        return _next;
                    break;

                case State.Bang:
                    var opening = "<![CDATA["u8;
                    var seen = Math.Min(opening.Length, bytes.Length - _tag);
                    if (_depth == 0 || !bytes.Slice(_tag, seen).SequenceEqual(opening[..seen]))
                        throw new XmlStreamException("restricted-xml", "A DTD or a comment is not allowed in the stream.");
                    if (seen < opening.Length)
                        return null;
                    _next = _tag += opening.Length;
                    _state = State.CData;
                    break;

                case State.CData:
                    if (!Skip(rest, rest.IndexOf((byte)'>')))
                        return null;
                    if (_next - _tag >= 3 && bytes[(_next - 3)..(_next - 1)].SequenceEqual("]]"u8))
                        _state = State.Content;
                    break;
            }
        }
        return null;
    }

    // Moves behind the byte at index, or to the end when it is not there yet.
    private bool Skip(ReadOnlySpan<byte> rest, int index)
    {
        _next += index < 0 ? rest.Length : index + 1;
        return index >= 0;
    }
}
