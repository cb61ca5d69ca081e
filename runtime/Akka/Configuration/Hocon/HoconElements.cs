namespace Akka.Configuration.Hocon;

/// <summary>A piece of a value: text, array, object or substitution.</summary>
internal interface IHoconElement;

internal sealed record HoconLiteral(string Text) : IHoconElement;

internal sealed record HoconArray(List<HoconValue> Items) : IHoconElement;

/// <summary>${path}: stands for the value at that path of the whole document, which is set once the document is read.</summary>
internal sealed class HoconSubstitution(string path) : IHoconElement
{
    private HoconValue? _value;

    public string Path => path;

    public HoconValue Value => _value ?? throw new FormatException($"Unresolved substitution: {path}");

    public void ResolveIn(Config document) => _value = document.GetValue(path);
}
