using System.Text.Json.Serialization;

namespace Orchestrator.Host.Demo;

/// <summary>The JSON of <see cref="DemoResult"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoResult))]
internal sealed partial class DemoJson : JsonSerializerContext;
