using Akka.Actor;
using Akka.Persistence.Plugins;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Db;

/// <summary>An event or a snapshot as its serializer wrote it.</summary>
internal sealed record Payload(byte[] Bytes, int SerializerId, string Manifest)
{
    public static Payload Of(ActorSystem system, object value)
    {
        var serializer = system.Serialization.FindSerializerFor(value);
        return new Payload(serializer.ToBinary(value), serializer.Identifier, serializer.Manifest(value));
    }

    /// <summary>From four columns: number, bytes, serializer, manifest.</summary>
    public static Stored Read(ActorSystem system, SqliteDataReader row)
    {
        var (bytes, serializer, manifest) = ((byte[])row.GetValue(1), row.GetInt32(2), row.IsDBNull(3) ? "" : row.GetString(3));
        return new Stored(row.GetInt64(0), () => system.Serialization.Deserialize(bytes, serializer, manifest));
    }
}
