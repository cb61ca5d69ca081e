using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace Orchestrator.Actors.Transfers;

/// <summary>
/// Events and snapshots of transfers as JSON under short manifests that never change. A property may be added with a default;
/// none is renamed or removed, so that every version reads what an earlier one wrote.
/// </summary>
public sealed class TransferEventSerializer : SerializerWithStringManifest
{
    private static readonly Dictionary<string, Type> _types = new()
    {
        ["submitted"] = typeof(Submitted),
        ["offer-accepted"] = typeof(OfferAccepted),
        ["session-started"] = typeof(SessionStarted),
        ["streaming-started"] = typeof(StreamingStarted),
        ["checkpointed"] = typeof(Checkpointed),
        ["bytes-done"] = typeof(BytesDone),
        ["verified"] = typeof(Verified),
        ["put-off"] = typeof(PutOff),
        ["interrupted"] = typeof(Interrupted),
        ["completed"] = typeof(Completed),
        ["ended"] = typeof(Ended),
        ["paused"] = typeof(Paused),
        ["resumed"] = typeof(Resumed),
        ["retried"] = typeof(RetriedNow),
        ["adjusted"] = typeof(Adjusted),
        ["state"] = typeof(TransferState),
    };

    private static readonly Dictionary<Type, string> _manifests = _types.ToDictionary(t => t.Value, t => t.Key);

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Made by the actor system.</summary>
    public TransferEventSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    /// <summary>Marks the project's payloads in the journal; permanent.</summary>
    public override int Identifier => 4711;

    /// <summary>The names of all events.</summary>
    public static IReadOnlyCollection<string> EventKinds { get; } = [.. _types.Where(t => t.Value.IsSubclassOf(typeof(TransferEvent))).Select(t => t.Key)];

    /// <summary>The name under which an event stands in the journal.</summary>
    public static string ManifestOf(object happened) => _manifests[happened.GetType()];

    /// <inheritdoc/>
    public override string Manifest(object o) => ManifestOf(o);

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, obj.GetType(), _json);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, manifest);

    /// <summary>The event or snapshot that stands in the journal under that manifest.</summary>
    /// <exception cref="ArgumentException">This version does not know it.</exception>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static object Read(byte[] bytes, string manifest) =>
        _types.TryGetValue(manifest, out var type)
            ? JsonSerializer.Deserialize(bytes, type, _json)!
            : throw new ArgumentException($"The journal holds an event '{manifest}', which this version does not know; use the version that wrote it.", nameof(manifest));
}
