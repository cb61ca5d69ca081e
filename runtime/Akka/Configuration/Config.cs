using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Settings by path, with other settings to fall back to. A missing path yields the default.</summary>
public class Config
{
    public static readonly Config Empty = new(new HoconRoot(HoconValue.Of(new HoconObject())));

    public Config(HoconRoot root) => Root = root.Value;

    private Config(HoconValue root, Config? fallback)
    {
        Root = root;
        Fallback = fallback;
    }

    /// <summary>These settings alone, without the fallback.</summary>
    public HoconValue Root { get; }

    public Config? Fallback { get; }

    public virtual bool IsEmpty => Root.IsEmpty;

    public virtual Config WithFallback(Config fallback)
    {
        if (fallback.IsEmpty)
            return this;
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        return IsEmpty ? fallback : new Config(Root, Fallback?.WithFallback(fallback) ?? fallback);
    }

    public virtual bool HasPath(string path) => GetValue(path) is not null;

    public virtual string? GetString(string path, string? @default = null) => GetValue(path)?.GetString() ?? @default;

    public virtual bool GetBoolean(string path, bool @default = false) => GetValue(path)?.GetBoolean() ?? @default;

    public virtual int GetInt(string path, int @default = 0) => GetValue(path)?.GetInt() ?? @default;

    /// <summary>A number with a unit of size (`64MiB`, `1kB`), or of bytes without.</summary>
    public virtual long? GetByteSize(string path) => GetValue(path)?.GetByteSize();

    /// <summary>A number with a unit of time (`10s`, `5 minutes`), or of milliseconds without; `infinite` if allowed.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetValue(path)?.GetTimeSpan(allowInfinite) ?? @default.GetValueOrDefault();

    public virtual IList<string> GetStringList(string path) => GetValue(path)?.GetStringList() ?? [];

    /// <summary>The settings below that path, or null.</summary>
    public virtual Config? GetConfig(string path)
    {
        var below = Fallback?.GetConfig(path);
        if (Find(path) is not { } value)
            return below;
        var config = value.ToConfig();
        return below is null ? config : config.WithFallback(below);
    }

    public HoconValue? GetValue(string path) => Find(path) ?? Fallback?.GetValue(path);

    /// <summary>The top-level keys, those of the fallback behind.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable()
    {
        var seen = new HashSet<string>();
        for (var config = this; config is not null; config = config.Fallback)
        {
            foreach (var item in config.Root.GetObject()!.Items.Where(i => seen.Add(i.Key)))
                yield return item;
        }
    }

    private HoconValue? Find(string path)
    {
        var value = Root;
        foreach (var key in Parser.SplitPath(path))
        {
            if (value.GetObject() is not { } o || !o.Items.TryGetValue(key, out value))
                return null;
        }
        return value;
    }
}
