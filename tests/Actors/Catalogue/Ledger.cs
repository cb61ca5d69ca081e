using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.Catalogue;

/// <summary>A database file with a journal that the test writes, and the catalogue on it.</summary>
public sealed class Ledger : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-catalogue-").FullName;
    private readonly List<CatalogueStore> _stores = [];

    public Ledger()
    {
        Db = new SqliteConnection(ConnectionString);
        Db.Open();
        // As Akka.Persistence.Sql makes them (its default mapping).
        Db.Execute("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE journal (
                ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, created BIGINT NOT NULL, deleted BIT NOT NULL, persistence_id NVARCHAR(255) NOT NULL,
                sequence_number BIGINT NOT NULL, message VARBINARY NOT NULL, manifest NVARCHAR(500) NULL, identifier INT NULL, writer_uuid NVARCHAR(128) NULL,
                CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number));
            CREATE TABLE snapshot (
                persistence_id NVARCHAR(255) NOT NULL, sequence_number BIGINT NOT NULL, created BIGINT NOT NULL, snapshot VARBINARY NOT NULL,
                manifest NVARCHAR(500) NULL, serializer_id INT NULL, CONSTRAINT PK_snapshot PRIMARY KEY (persistence_id, sequence_number));
            """);
    }

    public string ConnectionString => $"Data Source={Path.Combine(_folder, "orchestrator.db")}";

    public SqliteConnection Db { get; }

    public CatalogueStore Open()
    {
        var store = new CatalogueStore(ConnectionString);
        _stores.Add(store);
        return store;
    }

    /// <summary>Commits an event; tells its cursor.</summary>
    public long Append(string id, TransferEvent happened)
    {
        var number = Db.ExecuteScalar<long>("SELECT 1 + ifnull(max(sequence_number), 0) FROM journal WHERE persistence_id = 'transfer-' || @id", new { id });
        return Db.ExecuteScalar<long>(
            """
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier) VALUES (@Ticks, 0, 'transfer-' || @id, @number, @Message, @Manifest, 4711);
            SELECT last_insert_rowid()
            """,
            new { id, number, happened.At.UtcTicks, happened.At.Ticks, Message = Bytes(happened), Manifest = TransferEventSerializer.ManifestOf(happened) });
    }

    /// <summary>Keeps the state after the last event as a snapshot, and removes the events: whoever reads them again fails.</summary>
    public void Snapshot(TransferState state)
    {
        Db.Execute(
            """
            INSERT INTO snapshot SELECT persistence_id, max(sequence_number), 0, @Snapshot, 'state', 4711 FROM journal WHERE persistence_id = 'transfer-' || @Id;
            UPDATE journal SET message = x'00' WHERE persistence_id = 'transfer-' || @Id;
            """,
            new { state.Id, Snapshot = Bytes(state) });
    }

    public static string Id(int n) => n.ToString("D8", System.Globalization.CultureInfo.InvariantCulture)
        .Aggregate("aaaaaaaaaaaaaaaa", (id, digit) => id + (char)('a' + (digit - '0')));

    public static Submitted Submitted(string id, DateTimeOffset at, string name = "report.csv", string peer = "bob@example.org/desk") => new()
    {
        At = at,
        By = "api",
        Id = id,
        Account = "alice@example.org",
        Peer = peer,
        Path = "/srv/out/" + name,
        Size = 1000,
        ModifiedAt = at,
        Deadline = at + TimeSpan.FromDays(7),
    };

    public static Ended Cancelled(DateTimeOffset at) => new() { At = at, By = "api", Status = TransferStatus.Cancelled, Reason = "cancelled" };

    public void Dispose()
    {
        _stores.ForEach(s => s.Dispose());
        Db.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Bytes(object o) => JsonSerializer.SerializeToUtf8Bytes(o, o.GetType(), _json);
}
