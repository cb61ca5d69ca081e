using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Host.Client;

/// <summary>An event of a transfer in a line: when, whose, who brought it about, what, and its facts.</summary>
internal static class EventLine
{
    private static readonly string[] Known = ["id", "at", "by", "description"];

    public static string Of(DateTimeOffset at, string? transfer, string by, string kind, JsonElement data)
    {
        var facts = data.ValueKind == JsonValueKind.Object
            ? data.EnumerateObject().Where(f => !Known.Contains(f.Name) && f.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True).Select(f => $"{f.Name}={f.Value}")
            : [];
        var time = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return $"{time} {(transfer is null ? "" : transfer + " ")}{kind,-17} {Printable.Of(by)} {Printable.Of(string.Join(' ', facts))}".TrimEnd();
    }
}
