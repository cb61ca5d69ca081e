using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Api;

/// <summary>The API's JSON, strict when it reads: an unknown, doubled or missing field is an error, not a guess.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8,
    Converters = [typeof(DirectionConverter), typeof(JsonStringEnumConverter<TransferStatus>), typeof(RoadsConverter)])]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(TransferView))]
[JsonSerializable(typeof(TransferPage))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    private sealed class DirectionConverter() : JsonStringEnumConverter<TransferDirection>(JsonNamingPolicy.CamelCase);

    private sealed class RoadsConverter() : JsonStringEnumConverter<RoadPolicy>(JsonNamingPolicy.KebabCaseLower);
}
