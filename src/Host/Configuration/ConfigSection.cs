using System.Collections.Immutable;
using System.Globalization;
using Akka.Configuration;

namespace Orchestrator.Host.Configuration;

/// <summary>
/// One object of the configuration. Every getter checks what it reads, notes a fault and goes on with some value, so that
/// all faults are found in one go; what it returns after a fault is never used.
/// </summary>
/// <param name="values">Where the values come from.</param>
/// <param name="prefix">What stands before a key in <paramref name="values"/>: empty or ending with a dot.</param>
/// <param name="path">This object's path in the file.</param>
/// <param name="faults">Where the faults go.</param>
internal sealed class ConfigSection(Config values, string prefix, string path, ConfigFaults faults)
{
    public void Fault(string key, string message) => faults.Add($"{path}.{key}", message);

    public void Warn(string key, string message) => faults.Warn($"{path}.{key}", message);

    /// <summary>A text, or null when the key is absent.</summary>
    public string? Text(string key)
    {
        if (!Holds(key, HoconKind.Scalar, "one value, not a list or an object"))
            return null;
        var text = values.GetString(prefix + key, null);
        if (text is not { Length: 0 })
            return text;
        Fault(key, "is empty; write a value or remove the key");
        return null;
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string key, string example)
    {
        var text = Text(key);
        if (text is null && faults.Kind($"{path}.{key}") is null)
            Fault(key, $"is required; add {key} = {example}");
        return text ?? "";
    }

    /// <summary>A list of texts; empty when the key is absent.</summary>
    public ImmutableArray<string> Texts(string key) => Holds(key, HoconKind.Array, "a list; write it as [\"…\", \"…\"]")
        ? [.. values.GetStringList(prefix + key) ?? []]
        : [];

    /// <summary>The objects of a list.</summary>
    public IEnumerable<ConfigSection> Sections(string key)
    {
        if (!Holds(key, HoconKind.Array, $"a list; write it as {key} = [ {{ … }} ]"))
            yield break;
        var elements = values.GetValue(prefix + key)?.GetArray() ?? [];
        for (var index = 0; index < elements.Count; index++)
        {
            var element = $"{path}.{key}[{index}]";
            if (elements[index].IsObject())
                yield return new ConfigSection(elements[index].ToConfig(), "", element, faults);
            else
                faults.Add(element, "must be an object; write it as { … }");
        }
    }

    /// <summary>A time.</summary>
    public TimeSpan Duration(string key, TimeSpan least, TimeSpan most)
    {
        if (Text(key) is not { } text)
            return least;
        if (!Units.TryDuration(text, out var duration))
            Fault(key, $"'{text}' is no time; write a number and its unit: ms, s, m, h or d");
        else if (duration < least || duration > most)
            Fault(key, $"{text} is out of range; write a time from {Short(least)} to {Short(most)}");
        return duration;
    }

    /// <summary>A size in bytes; <paramref name="default"/> when the key is absent.</summary>
    public long Bytes(string key, long least, long most, long @default)
    {
        if (Text(key) is not { } text)
            return @default;
        if (!Units.TryBytes(text, out var bytes))
            Fault(key, $"'{text}' is no size; write a number and its unit: B, KiB, MiB, GiB, kB, MB or GB");
        else if (bytes < least || bytes > most)
            Fault(key, $"{text} is out of range; write a size from {Units.Bytes(least)} to {Units.Bytes(most)}");
        return bytes;
    }

    /// <summary>A whole number; <paramref name="default"/> when the key is absent.</summary>
    public int Count(string key, int least, int most, int @default)
    {
        if (Text(key) is not { } text)
            return @default;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) || count < least || count > most)
            Fault(key, $"'{text}' is not allowed; write a whole number from {least} to {most}");
        return count;
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Fraction(string key)
    {
        if (Text(key) is not { } text)
            return 0;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) || fraction is not (>= 0 and <= 1))
            Fault(key, $"'{text}' is not allowed; write a number from 0 to 1");
        return fraction;
    }

    /// <summary>One of a few words; <paramref name="default"/> when the key is absent.</summary>
    public T Choice<T>(string key, T @default, params (string Word, T Value)[] choices)
    {
        if (Text(key) is not { } text)
            return @default;
        foreach (var (word, value) in choices)
        {
            if (word == text)
                return value;
        }

        Fault(key, $"'{text}' is not allowed; write one of {string.Join(", ", choices.Select(choice => choice.Word))}");
        return @default;
    }

    private bool Holds(string key, HoconKind kind, string mend)
    {
        var full = $"{path}.{key}";
        faults.Knows(full);
        if (faults.Kind(full) is not { } found || found == kind || found == HoconKind.Substitution)
            return true;
        faults.Add(full, $"must be {mend}");
        return false;
    }

    private static string Short(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => $"{time.TotalDays:0}d",
        { TotalMinutes: >= 1 } => $"{time.TotalMinutes:0}m",
        { TotalSeconds: >= 1 } => $"{time.TotalSeconds:0}s",
        _ => $"{time.TotalMilliseconds:0}ms",
    };
}
