namespace Akka.Configuration.Hocon;

public class HoconObject : IHoconElement
{
    public Dictionary<string, HoconValue> Items { get; } = [];

    public bool IsString() => false;

    public string GetString() => throw new NotSupportedException("This is an object, not text.");

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new NotSupportedException("This is an object, not an array.");

    /// <summary>Takes the keys of the other: objects merge, anything else replaces.</summary>
    public void Merge(HoconObject other)
    {
        foreach (var (key, value) in other.Items)
            Set(key, value);
    }

    internal void Set(string key, HoconValue value)
    {
        if (Items.TryGetValue(key, out var present) && present.IsObjectLiteral && value.IsObjectLiteral)
        {
            var merged = new HoconObject();
            merged.Merge(present.GetObject()!);
            merged.Merge(value.GetObject()!);
            value = HoconValue.Of(merged);
        }
        Items[key] = value;
    }
}
