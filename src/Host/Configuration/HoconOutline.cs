using System.Text;

namespace Orchestrator.Host.Configuration;

/// <summary>
/// Which keys a HOCON text holds and on which lines. The values are read by Akka's Config, which knows no lines and
/// lets a doubled key pass; this exists for fault messages only.
/// </summary>
internal sealed class HoconOutline
{
    private const int MaxDepth = 16;

    private readonly string _text;
    private readonly List<HoconEntry> _entries = [];
    private int _at;
    private int _line = 1;

    private HoconOutline(string text) => _text = text;

    private bool End => _at >= _text.Length;

    private char Current => _text[_at];

    /// <summary>The keys in the order of the text.</summary>
    /// <exception cref="HoconSyntaxException">The text is no HOCON.</exception>
    public static IReadOnlyList<HoconEntry> Read(string text)
    {
        var outline = new HoconOutline(text);
        outline.Skip();
        if (outline.Take('{'))
            outline.Fields("", 1, outline._line);
        else
            outline.Fields("", 0, null);
        outline.Skip();
        if (!outline.End)
            throw outline.Fault($"unexpected '{outline.Current}' after the end of the configuration");
        return outline._entries;
    }

    // openedAt: the line of the brace that must be closed; null at the root, which needs none.
    private void Fields(string path, int depth, int? openedAt)
    {
        if (depth > MaxDepth)
            throw Fault($"objects are nested more than {MaxDepth} deep");
        while (true)
        {
            Skip(commas: true);
            if (End)
            {
                if (openedAt is { } line)
                    throw new HoconSyntaxException(line, "the { that opens here is never closed; add a }");
                return;
            }

            if (Current != '}')
                Field(path, depth);
            else if (openedAt is null)
                throw Fault("this } closes nothing; remove it");
            else
            {
                _at++;
                return;
            }
        }
    }

    private void Field(string path, int depth)
    {
        var line = _line;
        var key = Key();
        if (key.StartsWith("include", StringComparison.Ordinal) && (End || Current == '\n'))
            throw new HoconSyntaxException(line, "include is not supported; write the settings into this file");
        var full = path.Length == 0 ? key : $"{path}.{key}";
        if (Take('{'))
        {
            _entries.Add(new HoconEntry(full, line, HoconKind.Object));
            Fields(full, depth + 1, line);
            return;
        }

        if (Take('+'))
            throw new HoconSyntaxException(line, $"+= is not supported; write {key} = with all its values");
        if (!Take('=') && !Take(':'))
            throw new HoconSyntaxException(line, $"after the key '{key}' comes no value; write {key} = …");
        Skip();
        var index = _entries.Count;
        _entries.Add(new HoconEntry(full, line, HoconKind.Scalar));
        _entries[index] = _entries[index] with { Kind = Value(full, depth) };
    }

    private string Key()
    {
        var key = new StringBuilder();
        while (!End && Current is not ('=' or ':' or '{' or '+' or '\n'))
        {
            if (Current == '"')
                key.Append(Quoted());
            else if (Current is '[' or ']' or '}' or ',' or '#' or '$')
                throw Fault($"unexpected '{Current}' in a key");
            else
                key.Append(_text[_at++]);
        }

        var name = key.ToString().Trim();
        return name.Length > 0 ? name : throw Fault("a key is missing here");
    }

    private HoconKind Value(string path, int depth)
    {
        var line = _line;
        if (Take('{'))
        {
            Fields(path, depth + 1, line);
            return HoconKind.Object;
        }

        if (Take('['))
        {
            Array(path, depth + 1, line);
            return HoconKind.Array;
        }

        var start = _at;
        var kind = At("${") ? HoconKind.Substitution : HoconKind.Scalar;
        while (!End && Current is not ('\n' or ',' or '}' or ']' or '#') && !AtComment)
        {
            if (Current == '"')
                Quoted();
            else if (At("${"))
                Substitution();
            else if (Current is '{' or '[')
                throw Fault($"unexpected '{Current}' in a value; put quotes around the text");
            else
                _at++;
        }

        var text = _text[start.._at].Trim();
        if (text.Length == 0)
            throw new HoconSyntaxException(line, $"{path} has no value");
        return AtComment && text.EndsWith(':')
            ? throw new HoconSyntaxException(line, $"{path}: what follows :// would be a comment; put the address in quotes")
            : kind;
    }

    private void Array(string path, int depth, int openedAt)
    {
        if (depth > MaxDepth)
            throw Fault($"lists are nested more than {MaxDepth} deep");
        for (var index = 0; ; index++)
        {
            Skip(commas: true);
            if (End)
                throw new HoconSyntaxException(openedAt, "the [ that opens here is never closed; add a ]");
            if (Take(']'))
                return;
            if (Current == '}')
                throw Fault("unexpected '}' in a list");
            Value($"{path}[{index}]", depth);
            SkipBlanks();
            if (!End && Current is not (',' or '\n' or ']' or '#') && !AtComment)
                throw Fault("put a comma between the elements of a list");
        }
    }

    private string Quoted()
    {
        var openedAt = _line;
        var triple = At("\"\"\"");
        var start = _at += triple ? 3 : 1;
        while (!End)
        {
            if (triple ? At("\"\"\"") : Current == '"')
            {
                var content = _text[start.._at];
                _at += triple ? 3 : 1;
                return content;
            }

            if (Current == '\n' && !triple)
                break;
            if (Current == '\n')
                _line++;
            _at += Current == '\\' && !triple ? 2 : 1;
        }

        throw new HoconSyntaxException(openedAt, "the text that begins here is never closed; add a \"");
    }

    private void Substitution()
    {
        while (!End && Current is not ('}' or '\n'))
            _at++;
        if (!Take('}'))
            throw Fault("this ${ is never closed; add a }");
    }

    // White space, line ends and comments; commas too where they divide fields or elements.
    private void Skip(bool commas = false)
    {
        while (!End)
        {
            if (Current == '\n')
                _line++;
            else if (Current == '#' || AtComment)
                _at = _text.IndexOf('\n', _at) is >= 0 and var end ? end - 1 : _text.Length - 1;
            else if (!char.IsWhiteSpace(Current) && Current != '\uFEFF' && !(commas && Current == ','))
                return;
            _at++;
        }
    }

    private void SkipBlanks()
    {
        while (!End && Current is (' ' or '\t' or '\r'))
            _at++;
    }

    private bool AtComment => At("//");

    private bool At(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private bool Take(char expected)
    {
        if (End || Current != expected)
            return false;
        _at++;
        return true;
    }

    private HoconSyntaxException Fault(string message) => new(_line, message);
}
