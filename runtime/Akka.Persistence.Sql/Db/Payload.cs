using Akka.Actor;
using Akka.Serialization;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Db;

/// <summary>An event or a snapshot as its serializer wrote it.</summary>
internal sealed record Payload(byte[] Bytes, int SerializerId, string Manifest)
{
    public static Payload Of(ActorSystem system, object value)
    {
        var serializer = system.Serialization.FindSerializerFor(value);
        return new Payload(serializer.ToBinary(value), serializer.Identifier, (serializer as SerializerWithStringManifest)?.Manifest(value) ?? "");
    }

    /// <summary>From three columns: bytes, serializer, manifest.</summary>
    public static Payload Read(SqliteDataReader row, int column) => new(
        (byte[])row.GetValue(column), row.GetInt32(column + 1), row.IsDBNull(column + 2) ? "" : row.GetString(column + 2));

    public object Deserialize(ActorSystem system) => system.Serialization.Deserialize(Bytes, SerializerId, Manifest);
}
