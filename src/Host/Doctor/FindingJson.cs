using System.Text.Json.Serialization;

namespace Orchestrator.Host.Doctor;

/// <summary>Findings as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(VerdictConverter)])]
[JsonSerializable(typeof(Finding))]
internal sealed partial class FindingJson : JsonSerializerContext
{
    private sealed class VerdictConverter() : JsonStringEnumConverter<Verdict>(System.Text.Json.JsonNamingPolicy.CamelCase);
}
