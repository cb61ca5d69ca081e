using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Orchestrator.Actors.Door;

/// <summary>Values in words: times in UTC, a line per item, and of a record its properties that are there.</summary>
internal static class DoorText
{
    /// <summary>The value, cut at a length.</summary>
    public static string Of(object? value, int length) => Of(value, "\n") is var text && text.Length <= length ? text : $"{text[..length]}…";

    /// <summary>A property's name for people: of <c>MaxRate</c>, <c>Max rate</c>.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));

    private static string Of(object? value, string between) => value switch
    {
        null => "",
        string text => text,
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IEnumerable many => string.Join(between, many.Cast<object>().Select(item => Of(item, "; "))),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ when value.GetType().Namespace?.StartsWith("Orchestrator.Actors", StringComparison.Ordinal) is true => string.Join(", ",
            value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(p => (p.Name, Value: Of(p.GetValue(value), "; ")))
                .Where(p => p.Value.Length > 0)
                .Select(p => $"{Words(p.Name).ToLowerInvariant()} {p.Value}")),
        _ => value.ToString() ?? "",
    };
}
