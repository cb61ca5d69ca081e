using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Api;

/// <summary>The API's JSON, as the server writes it and the commands read it. Requests are read by <see cref="JsonBody"/>, strictly.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16,
    Converters =
    [
        typeof(DirectionConverter), typeof(JsonStringEnumConverter<TransferStatus>), typeof(RoadsConverter), typeof(AccountStateConverter),
        typeof(ProxyStateConverter), typeof(SecondsConverter),
    ])]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(AdjustRequest))]
[JsonSerializable(typeof(BulkRequest))]
[JsonSerializable(typeof(TransferView))]
[JsonSerializable(typeof(TransferPage))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(AdminProtocol.ActedOnAll))]
[JsonSerializable(typeof(AdminProtocol.Counts))]
[JsonSerializable(typeof(ImmutableArray<AccountView>))]
[JsonSerializable(typeof(ImmutableArray<ProxyView>))]
[JsonSerializable(typeof(NodeView))]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(AdminProtocol.Gap))]
[JsonSerializable(typeof(AdminProtocol.Progress))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    private sealed class DirectionConverter() : JsonStringEnumConverter<TransferDirection>(JsonNamingPolicy.CamelCase);

    private sealed class RoadsConverter() : JsonStringEnumConverter<RoadPolicy>(JsonNamingPolicy.KebabCaseLower);

    private sealed class AccountStateConverter() : JsonStringEnumConverter<AccountState>(JsonNamingPolicy.KebabCaseLower);

    private sealed class ProxyStateConverter() : JsonStringEnumConverter<ProxyState>(JsonNamingPolicy.KebabCaseLower);

    /// <summary>Times are numbers of seconds.</summary>
    private sealed class SecondsConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => System.TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalSeconds);
    }
}
