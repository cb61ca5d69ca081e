namespace Akka.Configuration.Hocon;

internal sealed class HoconObject : IHoconElement
{
    public Dictionary<string, HoconValue> Items { get; } = [];

    /// <summary>An object merges with the one that the key has already; anything else replaces.</summary>
    public void Set(string key, HoconValue value)
    {
        if (Items.TryGetValue(key, out var present) && present.IsObjectLiteral && value.IsObjectLiteral)
        {
            var merged = new HoconObject();
            foreach (var (inner, item) in present.GetObject()!.Items.Concat(value.GetObject()!.Items))
                merged.Set(inner, item);
            value = new HoconValue(merged);
        }
        Items[key] = value;
    }
}
