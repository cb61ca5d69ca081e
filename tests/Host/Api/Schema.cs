using System.Text.Json;

namespace Orchestrator.Tests.Host.Api;

/// <summary>As much of JSON Schema as the API's document uses; an answer may hold nothing that the schema does not tell.</summary>
internal static class Schema
{
    /// <summary>What is wrong with a value.</summary>
    public static IReadOnlyList<string> Faults(JsonElement document, JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(document, schema, value, "$", faults);
        return faults;
    }

    private static void Check(JsonElement document, JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.TrimStart('#', '/').Split('/').Aggregate(document, (node, name) => node.GetProperty(name));
            Check(document, schema, value, at, faults);
            return;
        }

        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(value, name)))
            faults.Add($"{at} is {value.ValueKind}, not {type}");
        if (schema.TryGetProperty("enum", out var choices) && choices.EnumerateArray().All(choice => !JsonElement.DeepEquals(choice, value)))
            faults.Add($"{at} is {value}, not one of {choices}");
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" && value.ValueKind == JsonValueKind.String && !value.TryGetDateTimeOffset(out _))
            faults.Add($"{at} is {value}, no time");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
                Check(document, items, item, $"{at}[{index}]", faults);
        }

        if (value.ValueKind == JsonValueKind.Object)
            CheckObject(document, schema, value, at, faults);
    }

    private static void CheckObject(JsonElement document, JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        var properties = schema.TryGetProperty("properties", out var told) ? told : default;
        var others = schema.TryGetProperty("additionalProperties", out var additional) ? additional : default;
        foreach (var field in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(field.Name, out var known))
                Check(document, known, field.Value, $"{at}.{field.Name}", faults);
            else if (others.ValueKind == JsonValueKind.Object)
                Check(document, others, field.Value, $"{at}.{field.Name}", faults);
            else if (properties.ValueKind == JsonValueKind.Object)
                faults.Add($"{at}.{field.Name} is not told");
        }

        if (schema.TryGetProperty("required", out var required))
            faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}.{name} is missing"));
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };
}
