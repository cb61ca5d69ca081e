namespace Orchestrator.Host.Demo;

using System.Text.Json.Serialization;

/// <summary>The JSON of <see cref="DemoResult"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoResult))]
internal sealed partial class DemoJson : JsonSerializerContext;
