namespace Akka.Configuration.Hocon;

/// <summary>A piece of a value: text, object, array or substitution.</summary>
public interface IHoconElement
{
    bool IsString();

    string? GetString();

    bool IsArray();

    IList<HoconValue>? GetArray();
}

internal sealed class HoconLiteral(string value) : IHoconElement
{
    public bool IsString() => true;

    public string GetString() => value;

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() => throw new NotSupportedException("This is text, not an array.");
}

internal sealed class HoconArray(List<HoconValue> items) : IHoconElement
{
    public bool IsString() => false;

    public string GetString() => throw new NotSupportedException("This is an array, not text.");

    public bool IsArray() => true;

    public IList<HoconValue> GetArray() => items;
}

/// <summary>${path}: stands for the value at that path of the whole document.</summary>
internal sealed class HoconSubstitution(string path) : IHoconElement
{
    private Config? _document;
    private HoconValue? _value;

    public string Path { get; set; } = path;

    public HoconValue Value => _value ??= _document!.GetValue(Path) ?? throw new FormatException($"Unresolved substitution: {Path}");

    /// <summary>From now on the path is looked up there: an included text becomes a part of the one that includes it.</summary>
    public void ResolveIn(Config document)
    {
        _document = document;
        _value = null;
    }

    public bool IsString() => Value.IsString();

    public string? GetString() => Value.GetString();

    public bool IsArray() => Value.IsArray();

    public IList<HoconValue>? GetArray() => Value.GetArray();
}
