using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>A value as it stands in the text: one piece, or several side by side that make one.</summary>
public class HoconValue
{
    private readonly List<IHoconElement> _parts = [];

    public bool IsEmpty => _parts.Count == 0 || (_parts is [HoconObject only] && only.Items.Count == 0);

    internal bool IsObjectLiteral => _parts.Count > 0 && _parts.TrueForAll(p => p is HoconObject);

    public bool IsString() => _parts.Count > 0 && _parts.TrueForAll(p => p.IsString());

    public bool IsArray() => GetArray() is not null;

    public bool IsObject() => GetObject() is not null;

    /// <summary>The pieces side by side, without blanks at the ends; null for the word null.</summary>
    public string? GetString()
    {
        var text = string.Concat(_parts.Select(p => p.GetString())).Trim();
        return text == "null" ? null : text;
    }

    /// <summary>Null if this is no array.</summary>
    public IList<HoconValue>? GetArray() => _parts.Find(p => p.IsArray())?.GetArray();

    /// <summary>Null if this is no object.</summary>
    public HoconObject? GetObject() => _parts.FirstOrDefault() switch
    {
        HoconObject o => o,
        HoconSubstitution s => s.Value.GetObject(),
        _ => null,
    };

    public IList<string> GetStringList() => [.. (GetArray() ?? []).Select(v => v.GetString()!)];

    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"Unknown boolean format: {other}"),
    };

    public int GetInt() => int.Parse(GetString()!, CultureInfo.InvariantCulture);

    public long? GetByteSize() => Units.Bytes(GetString()!);

    public TimeSpan GetTimeSpan(bool allowInfinite = true) =>
        allowInfinite && string.Equals(GetString(), "infinite", StringComparison.OrdinalIgnoreCase) ? Timeout.InfiniteTimeSpan : Units.Time(GetString()!);

    public Config ToConfig() => new(new HoconRoot(this));

    internal static HoconValue Of(IHoconElement part)
    {
        var value = new HoconValue();
        value.Add(part);
        return value;
    }

    internal void Add(IHoconElement part) => _parts.Add(part);

    /// <summary>Every substitution has a value, and none leads to itself.</summary>
    internal void CheckSubstitutions(HashSet<HoconSubstitution> outer)
    {
        foreach (var part in _parts)
        {
            if (part is HoconObject o)
            {
                foreach (var value in o.Items.Values)
                    value.CheckSubstitutions(outer);
            }
            else if (part is HoconSubstitution s)
            {
                if (!outer.Add(s))
                    throw new FormatException($"The substitution {s.Path} leads to itself");
                s.Value.CheckSubstitutions(outer);
                outer.Remove(s);
            }
            else if (part.IsArray())
            {
                foreach (var value in part.GetArray()!)
                    value.CheckSubstitutions(outer);
            }
        }
    }
}
