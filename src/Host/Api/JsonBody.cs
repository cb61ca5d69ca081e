using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Actors.Roads;

namespace Orchestrator.Host.Api;

/// <summary>A JSON object of a request, read strictly: each fault has its own code; nothing is guessed. A null is as good as absent.</summary>
internal sealed class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly Dictionary<string, JsonElement> _fields;
    private readonly string _shape;

    private JsonBody(JsonElement node, string shape)
    {
        if (node.ValueKind != JsonValueKind.Object)
            throw Bad("bad-json", $"The body is no JSON object; {shape}.");
        _fields = node.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null).ToDictionary(field => field.Name, field => field.Value);
        Names = [.. node.EnumerateObject().Select(field => field.Name)];
        _shape = shape;
    }

    private ImmutableArray<string> Names { get; }

    /// <summary>Reads the body; <paramref name="shape"/> says what it should look like.</summary>
    /// <exception cref="ProblemException">What is wrong with it.</exception>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, string shape, CancellationToken stop)
    {
        if (!request.HasJsonContentType())
            throw new ProblemException(415, "wrong-content-type", "The body must be JSON; send it with Content-Type: application/json.");
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, stop);
            var root = document.RootElement.Clone();
            CheckText(root);
            return new JsonBody(root, shape);
        }
        catch (JsonException e)
        {
            throw Bad("bad-json", $"The body is no JSON that is accepted here: {e.Message} Correct it; {shape}.");
        }
        catch (InvalidOperationException)
        {
            throw Bad("bad-json", "The body holds a text that is no Unicode (half of a surrogate pair); correct it.");
        }
    }

    /// <summary>Refuses every field but these.</summary>
    public JsonBody Only(params ReadOnlySpan<string> names)
    {
        foreach (var name in Names)
        {
            if (!names.Contains(name))
                throw Bad("unknown-field", $"There is no field '{name}'; {_shape}.");
        }

        return this;
    }

    public string Required(string name) => Text(name) ?? throw Bad("missing-field", $"The field '{name}' is missing; {_shape}.");

    public string? Text(string name) => Of(name, JsonValueKind.String, "a text; put it in quotes")?.GetString();

    public long? Number(string name, long least, long most)
    {
        if (Of(name, JsonValueKind.Number, "a number, without quotes") is not { } value)
            return null;
        return value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw Bad("out-of-range", $"The field '{name}' must be a whole number from {least} to {most}.");
    }

    public bool Flag(string name) => _fields.TryGetValue(name, out var value) && (value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw Bad("wrong-type", $"The field '{name}' must be true or false."));

    public DateTimeOffset? Time(string name)
    {
        if (Of(name, JsonValueKind.String, "a time; write it as \"2026-01-31T12:00:00Z\"") is not { } value)
            return null;
        return value.TryGetDateTimeOffset(out var time)
            ? time
            : throw Bad("bad-time", $"The field '{name}' is no time; write it as \"2026-01-31T12:00:00Z\".");
    }

    public RoadPolicy? Roads(string name) => Text(name) is not { } text ? null
        : RoadPolicies.Parse(text) ?? throw Bad("bad-roads", $"'{text}' is no policy; write {RoadPolicies.Names}.");

    /// <summary>An object in it; null when absent.</summary>
    public JsonBody? Object(string name) => Of(name, JsonValueKind.Object, "an object, { … }") is { } value ? new JsonBody(value, _shape) : null;

    /// <summary>A text, a list of texts or a flag, as texts.</summary>
    public ImmutableArray<string> Texts(string name) => !_fields.TryGetValue(name, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw Bad("wrong-type", $"The field '{name}' must be a text or a list of texts."),
    };

    private JsonElement? Of(string name, JsonValueKind kind, string mend) => !_fields.TryGetValue(name, out var value) ? null
        : value.ValueKind == kind ? value
        : throw Bad("wrong-type", $"The field '{name}' must be {mend}.");

    // Half of a surrogate pair is found only when the text is read.
    private static void CheckText(JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.String)
            _ = node.GetString();
        else if (node.ValueKind == JsonValueKind.Array)
            node.EnumerateArray().ToList().ForEach(CheckText);
        else if (node.ValueKind == JsonValueKind.Object)
            node.EnumerateObject().ToList().ForEach(field => CheckText(field.Value));
    }

    private static ProblemException Bad(string code, string detail) => new(400, code, detail);
}
