namespace Akka.Configuration.Hocon;

/// <summary>A value as it stands in the text: one piece, or several side by side that make one.</summary>
public class HoconValue
{
    private readonly List<IHoconElement> _parts;

    internal HoconValue(params IEnumerable<IHoconElement> parts) => _parts = [.. parts];

    internal bool IsEmpty => _parts.Count == 0;

    internal bool IsObjectLiteral => _parts.Count > 0 && _parts.TrueForAll(p => p is HoconObject);

    public bool IsObject() => GetObject() is not null;

    /// <summary>Null if this is no array.</summary>
    public IList<HoconValue>? GetArray() => _parts.Select(p => p switch
    {
        HoconArray array => array.Items,
        HoconSubstitution s => s.Value.GetArray(),
        _ => null,
    }).FirstOrDefault(items => items is not null);

    public Config ToConfig() => new(this);

    /// <summary>The pieces side by side, without blanks at the ends; null for the word null.</summary>
    internal string? GetString()
    {
        var text = string.Concat(_parts.Select(p => p switch
        {
            HoconLiteral literal => literal.Text,
            HoconSubstitution s => s.Value.GetString(),
            _ => throw new NotSupportedException("This is an object or an array, not text."),
        })).Trim();
        return text == "null" ? null : text;
    }

    /// <summary>Null if this is no object.</summary>
    internal HoconObject? GetObject() => _parts.FirstOrDefault() switch
    {
        HoconObject o => o,
        HoconSubstitution s => s.Value.GetObject(),
        _ => null,
    };

    internal void Add(IHoconElement part) => _parts.Add(part);

    /// <summary>Every substitution has a value, and none leads to itself.</summary>
    internal void CheckSubstitutions(HashSet<HoconSubstitution> outer)
    {
        foreach (var part in _parts)
        {
            if (part is HoconSubstitution s)
            {
                if (!outer.Add(s))
                    throw new FormatException($"The substitution {s.Path} leads to itself");
                s.Value.CheckSubstitutions(outer);
                outer.Remove(s);
            }
            foreach (var value in part switch { HoconObject o => o.Items.Values, HoconArray a => a.Items, _ => (IEnumerable<HoconValue>)[] })
                value.CheckSubstitutions(outer);
        }
    }
}
