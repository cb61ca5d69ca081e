using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Catalogue;

/// <summary>
/// The table <c>transfer</c> beside the journal: one row a transfer, for queries. It holds nothing that the journal does not;
/// a row that lags behind is made anew when its transfer is woken at start. Not thread-safe: one caller at a time.
/// </summary>
public sealed class CatalogueStore : IDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly SqliteConnection _db;

    /// <summary>Opens the database and makes the table if it is not there.</summary>
    /// <exception cref="SqliteException">The file is no database, or is not readable.</exception>
    public CatalogueStore(string connectionString)
    {
        _db = new SqliteConnection(connectionString);
        try
        {
            _db.Open();
            // No busy_timeout: where SQLite itself waits for the journal's lock, it may sleep whole seconds; the provider waits less.
            _db.Execute("""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = NORMAL;
                CREATE TABLE IF NOT EXISTS transfer (
                    id TEXT PRIMARY KEY,
                    sequence_number INTEGER NOT NULL,
                    is_final INTEGER NOT NULL,
                    state TEXT NOT NULL,
                    created TEXT NOT NULL,
                    view TEXT NOT NULL);
                CREATE INDEX IF NOT EXISTS transfer_created ON transfer (created, id);
                CREATE INDEX IF NOT EXISTS transfer_state ON transfer (state, created, id);
                """);
        }
        catch
        {
            _db.Dispose();
            throw;
        }
    }

    /// <summary>The transfers that the journal knows and that have not, as far as the catalogue knows, ended.</summary>
    public ImmutableArray<string> Unfinished()
    {
        if (_db.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'journal'") == 0)
            return [];
        var prefix = TransferId.PersistencePrefix;
        return [.. _db.Query<string>(
            """
            SELECT substr(j.persistence_id, length(@prefix) + 1)
            FROM (SELECT persistence_id, max(sequence_number) AS last FROM journal
                  WHERE persistence_id >= @prefix AND persistence_id < @end GROUP BY persistence_id) j
            LEFT JOIN transfer t ON t.id = substr(j.persistence_id, length(@prefix) + 1)
            WHERE t.id IS NULL OR t.is_final = 0 OR t.sequence_number < j.last
            """,
            new { prefix, end = prefix[..^1] + (char)(prefix[^1] + 1) })];
    }

    /// <summary>Writes the rows in one transaction.</summary>
    public void Put(IReadOnlyCollection<CatalogueProtocol.Put> rows)
    {
        using var transaction = _db.BeginTransaction();
        _db.Execute(
            """
            INSERT INTO transfer (id, sequence_number, is_final, state, created, view) VALUES (@Id, @SequenceNr, @IsFinal, @State, @Created, @View)
            ON CONFLICT (id) DO UPDATE SET sequence_number = excluded.sequence_number, is_final = excluded.is_final, state = excluded.state, view = excluded.view
            """,
            rows.Select(r => new
            {
                r.Transfer.Id,
                r.SequenceNr,
                r.IsFinal,
                State = r.Transfer.State.ToString(),
                Created = Sortable(r.Transfer.CreatedAt),
                View = JsonSerializer.Serialize(r.Transfer, _json),
            }),
            transaction);
        transaction.Commit();
    }

    /// <summary>One transfer, or null.</summary>
    public TransferView? Find(string id) =>
        _db.QueryFirstOrDefault<string>("SELECT view FROM transfer WHERE id = @id", new { id }) is { } view ? Read(view) : null;

    /// <summary>A page, newest first.</summary>
    public AdminProtocol.Transfers List(AdminProtocol.ListTransfers query)
    {
        var before = query.Cursor?.Split('~', 2) is [var created, var id] ? (Created: created, Id: id) : (Created: "~", Id: "");
        var rows = _db.Query<(string Id, string Created, string View)>(
            $"""
            SELECT id, created, view FROM transfer
            WHERE (created, id) < (@Created, @Id) {(query.Filter.States.IsDefaultOrEmpty ? "" : "AND state = @State")}
            ORDER BY created DESC, id DESC LIMIT @Limit
            """,
            new { before.Created, before.Id, State = query.Filter.States.IsDefaultOrEmpty ? null : query.Filter.States[0].ToString(), Limit = query.Limit + 1 }).ToList();
        var page = rows.Take(query.Limit).ToList();
        var next = rows.Count > query.Limit ? $"{page[^1].Created}~{page[^1].Id}" : null;
        return new AdminProtocol.Transfers([.. page.Select(r => Read(r.View))], next);
    }

    /// <inheritdoc/>
    public void Dispose() => _db.Dispose();

    private static TransferView Read(string view) => JsonSerializer.Deserialize<TransferView>(view, _json)!;

    private static string Sortable(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture);
}
