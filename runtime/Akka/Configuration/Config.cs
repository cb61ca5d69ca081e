using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Settings by path, with other settings to fall back to. A missing path yields the default.</summary>
public class Config
{
    private readonly HoconValue _root;
    private readonly Config? _fallback;

    internal Config(HoconValue root, Config? fallback = null)
    {
        _root = root;
        _fallback = fallback;
    }

    internal static Config Empty { get; } = new(new HoconValue(new HoconObject()));

    public virtual Config WithFallback(Config fallback) => new(_root, _fallback?.WithFallback(fallback) ?? fallback);

    public virtual string? GetString(string path, string? @default = null) => GetValue(path)?.GetString() ?? @default;

    public virtual IList<string> GetStringList(string path) => [.. (GetValue(path)?.GetArray() ?? []).Select(v => v.GetString()!)];

    public HoconValue? GetValue(string path) => Find(path) ?? _fallback?.GetValue(path);

    /// <summary>The settings below that path, or null.</summary>
    internal Config? GetConfig(string path)
    {
        var below = _fallback?.GetConfig(path);
        return Find(path) is { } value ? new Config(value, below) : below;
    }

    /// <summary>The top-level keys, those of the fallback behind.</summary>
    internal IEnumerable<KeyValuePair<string, HoconValue>> Items =>
        (_root.GetObject()?.Items ?? []).Concat(_fallback?.Items ?? []).DistinctBy(item => item.Key);

    private HoconValue? Find(string path)
    {
        var value = _root;
        foreach (var key in Parser.SplitPath(path))
        {
            if (value.GetObject() is not { } o || !o.Items.TryGetValue(key, out value))
                return null;
        }
        return value;
    }
}
