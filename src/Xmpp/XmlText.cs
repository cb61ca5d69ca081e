using System.Text;
using System.Xml;

namespace Orchestrator.Xmpp;

/// <summary>Text of ours on its way into XML.</summary>
internal static class XmlText
{
    /// <summary>The text with each character that XML cannot carry (controls, half surrogate pairs) replaced by U+FFFD:
    /// a file's name or a user's words must not break the stream.</summary>
    public static string Writable(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                clean.Append(text[i++]).Append(text[i]);
            else
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        }

        return clean.ToString();
    }
}
