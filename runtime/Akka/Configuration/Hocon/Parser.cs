using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Reads HOCON as Akka.NET does: no `include`, no `+=`, no optional substitutions `${?path}`.</summary>
internal sealed class Parser
{
    private const string NotInUnquotedText = "$\"{}[]:=,#`^?!@*&\\";
    private const int MaxDepth = 64;

    private readonly string _text;
    private readonly List<HoconSubstitution> _substitutions = [];
    private int _position;
    private int _depth;

    private Parser(string text) => _text = text;

    private bool AtEnd => _position >= _text.Length;

    private char Next => AtEnd ? '\0' : _text[_position];

    public static HoconValue Parse(string text) => new Parser(text).ParseRoot();

    /// <summary>a."b.c".d: the keys of a path.</summary>
    public static List<string> SplitPath(string path)
    {
        var keys = new List<string>();
        var key = new StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == '.' && !quoted)
            {
                keys.Add(key.ToString());
                key.Clear();
            }
            else
                key.Append(c);
        }
        keys.Add(key.ToString());
        return keys;
    }

    private HoconValue ParseRoot()
    {
        var root = new HoconObject();
        SkipBlank();
        if (Take('{'))
        {
            ParseFields(root);
            Expect('}');
            SkipBlank();
        }
        else
        {
            ParseFields(root);
        }
        if (!AtEnd)
            throw Error($"unexpected '{Next}'");
        var value = new HoconValue(root);
        var document = value.ToConfig();
        foreach (var substitution in _substitutions)
            substitution.ResolveIn(document);
        value.CheckSubstitutions([]);
        return value;
    }

    private void ParseFields(HoconObject target)
    {
        if (++_depth > MaxDepth)
            throw Error("objects and arrays are nested too deeply");
        while (true)
        {
            SkipBlank(',');
            if (AtEnd || Next == '}')
                break;
            ParseField(target);
        }
        _depth--;
    }

    private void ParseField(HoconObject target)
    {
        var keys = ParseKey();
        SkipSpaces();
        if (Next is '=' or ':')
        {
            _position++;
            SkipBlank();
        }
        else if (Next != '{')
        {
            throw Error($"expected '=', ':' or '{{' after the key {string.Join('.', keys)}");
        }
        var value = ParseValue();
        for (var i = keys.Count - 1; i > 0; i--)
        {
            var outer = new HoconObject();
            outer.Set(keys[i], value);
            value = new HoconValue(outer);
        }
        target.Set(keys[0], value);
    }

    private List<string> ParseKey()
    {
        var keys = new List<string>();
        do
        {
            SkipSpaces();
            if (Take('"'))
            {
                keys.Add(ParseQuoted());
                SkipSpaces();
                continue;
            }
            var start = _position;
            while (!AtEnd && Next is not ('.' or '\n' or '\r') && !NotInUnquotedText.Contains(Next) && !IsComment())
                _position++;
            var key = _text[start.._position].Trim();
            if (key.Length == 0)
                throw Error(AtEnd ? "a key is expected" : $"unexpected '{Next}' where a key is expected");
            if (key[^1] == '+')
                throw Error("+= is not supported");
            keys.Add(key);
        }
        while (Take('.'));
        return keys;
    }

    /// <summary>All pieces up to the end of the line, a comma or the end of what surrounds it.</summary>
    private HoconValue ParseValue()
    {
        var value = new HoconValue();
        var blank = "";
        var afterText = false;
        while (!AtEnd && Next is not ('\n' or '\r' or ',' or '}' or ']') && !IsComment())
        {
            var part = ParsePart();
            var isText = part is HoconLiteral or HoconSubstitution;
            // Blanks count only between pieces of text.
            if (isText && afterText && blank.Length > 0)
                value.Add(new HoconLiteral(blank));
            value.Add(part);
            afterText = isText;
            var start = _position;
            SkipSpaces();
            blank = _text[start.._position];
        }
        if (value.IsEmpty)
            throw Error("a value is missing");
        return value;
    }

    private IHoconElement ParsePart()
    {
        if (Take('{'))
        {
            var fields = new HoconObject();
            ParseFields(fields);
            Expect('}');
            return fields;
        }
        if (Take('['))
            return ParseArray();
        if (Take("\"\"\""))
        {
            var end = _text.IndexOf("\"\"\"", _position, StringComparison.Ordinal);
            if (end < 0)
                throw Error("a text in triple quotes has no end");
            var text = _text[_position..end];
            _position = end + 3;
            return new HoconLiteral(text);
        }
        if (Take('"'))
            return new HoconLiteral(ParseQuoted());
        if (Take("${"))
            return ParseSubstitution();
        var start = _position;
        while (!AtEnd && !char.IsWhiteSpace(Next) && !NotInUnquotedText.Contains(Next) && !IsComment())
            _position++;
        return start < _position ? new HoconLiteral(_text[start.._position]) : throw Error($"unexpected '{Next}': a text with such characters must be quoted");
    }

    private HoconArray ParseArray()
    {
        if (++_depth > MaxDepth)
            throw Error("objects and arrays are nested too deeply");
        var items = new List<HoconValue>();
        while (true)
        {
            SkipBlank(',');
            if (Take(']'))
                break;
            if (AtEnd)
                throw Error("an array has no end");
            items.Add(ParseValue());
        }
        _depth--;
        return new HoconArray(items);
    }

    private HoconSubstitution ParseSubstitution()
    {
        var end = _text.IndexOf('}', _position);
        var path = end < 0 ? "" : _text[_position..end].Trim();
        if (path.Length == 0 || path[0] == '?' || path.Contains('\n'))
            throw Error("not a substitution: ${path} is expected");
        _position = end + 1;
        var substitution = new HoconSubstitution(path);
        _substitutions.Add(substitution);
        return substitution;
    }

    private string ParseQuoted()
    {
        var text = new StringBuilder();
        while (!Take('"'))
        {
            if (AtEnd || Next == '\n')
                throw Error("a quoted text has no end");
            text.Append(Take('\\') ? ParseEscape() : _text[_position++]);
        }
        return text.ToString();
    }

    private char ParseEscape()
    {
        var c = Next;
        _position++;
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u' when _position + 4 <= _text.Length && ushort.TryParse(_text.AsSpan(_position, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code):
                _position += 4;
                return (char)code;
            default:
                throw Error($"unknown escape \\{c}");
        }
    }

    private bool IsComment() => Next == '#' || (Next == '/' && _position + 1 < _text.Length && _text[_position + 1] == '/');

    private void SkipSpaces()
    {
        while (Next is ' ' or '\t')
            _position++;
    }

    /// <summary>Blanks, line ends and comments, and that separator.</summary>
    private void SkipBlank(char separator = ' ')
    {
        while (!AtEnd)
        {
            if (IsComment())
            {
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else if (char.IsWhiteSpace(Next) || Next == separator || Next == '\uFEFF')
            {
                _position++;
            }
            else
            {
                return;
            }
        }
    }

    private bool Take(char c)
    {
        if (AtEnd || Next != c)
            return false;
        _position++;
        return true;
    }

    private bool Take(string token)
    {
        if (string.CompareOrdinal(_text, _position, token, 0, token.Length) != 0)
            return false;
        _position += token.Length;
        return true;
    }

    private void Expect(char c)
    {
        if (!Take(c))
            throw Error($"expected '{c}'");
    }

    private FormatException Error(string what) =>
        new($"Line {1 + _text.AsSpan(0, Math.Min(_position, _text.Length)).Count('\n')}: {what}");
}
