using System.Buffers;
using System.Buffers.Text;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.InBand;

/// <summary>
/// The content of a <c>&lt;data/&gt;</c> as bytes: an annotation in place of the base64 text, which so passes straight between
/// these bytes and the stream's. A copy of the element does not have it.
/// </summary>
internal sealed class BlockBytes(ReadOnlyMemory<byte> bytes)
{
    private static readonly SearchValues<byte> _whiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The decoded bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Writes the base64.</summary>
    public void AppendTo(IBufferWriter<byte> text)
    {
        var target = text.GetSpan(Base64.GetMaxEncodedToUtf8Length(Bytes.Length));
        Base64.EncodeToUtf8(Bytes.Span, target, out _, out var written);
        text.Advance(written);
    }

    /// <summary>
    /// Where the base64 stands in a stanza that ends in a block, and its bytes. False if it is not as plain as that, on one line
    /// and no larger than a block may be: then the stanza is to be read as any other.
    /// </summary>
    /// <param name="stanza">A complete stanza.</param>
    /// <param name="text">The part that is base64.</param>
    /// <param name="block">The bytes.</param>
    public static bool TryFind(ReadOnlySpan<byte> stanza, out Range text, out BlockBytes block)
    {
        (text, block) = (default, null!);
        var tail = "</data></iq>"u8;
        if (!stanza.EndsWith(tail))
            return false;
        var end = stanza.Length - tail.Length;
        var start = stanza[..end].LastIndexOf((byte)'>') + 1;
        var digits = stanza[start..end];
        if (digits.Length is 0 or > BlockText.MaxDigits || digits.ContainsAny(_whiteSpace))
            return false;
        var bytes = GC.AllocateUninitializedArray<byte>(Base64.GetMaxDecodedFromUtf8Length(digits.Length));
        if (Base64.DecodeFromUtf8(digits, bytes, out _, out var written) != OperationStatus.Done)
            return false;
        (text, block) = (start..end, new BlockBytes(bytes.AsMemory(0, written)));
        return true;
    }

    /// <summary>Gives the bytes to the block of a stanza that was read without them; false if it is none, or has other content.</summary>
    public bool TryAttach(XElement stanza)
    {
        if (stanza.LastNode is not XElement data || data.Name != IbbData.ElementName || data.Nodes().Any())
            return false;
        data.AddAnnotation(this);
        return true;
    }
}
