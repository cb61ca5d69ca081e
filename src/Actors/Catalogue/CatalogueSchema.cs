using Dapper;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Actors.Catalogue;

/// <summary>
/// The catalogue's tables. <c>transfer</c> is narrow and lies in the order of acceptance, so that any filter is at worst one quick pass over
/// it; <c>transfer_view</c> has what is shown. Both hold nothing that the journal does not: another version's are thrown away and made
/// anew. <c>memory</c> is what the journal does not hold, and stays.
/// </summary>
internal static class CatalogueSchema
{
    // In the file's user_version, which Akka.Persistence.Sql does not use. To be raised when the tables or their meaning change.
    private const int Version = 2;

    private const string Tables = """
        CREATE TABLE transfer (
            id TEXT NOT NULL,
            sequence_number INTEGER NOT NULL,
            is_final INTEGER NOT NULL,
            state TEXT NOT NULL,
            direction TEXT NOT NULL,
            account TEXT NOT NULL,
            peer TEXT NOT NULL,
            peer_bare TEXT NOT NULL,
            road TEXT,
            proxy TEXT,
            reason TEXT,
            priority INTEGER NOT NULL,
            size INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            rate INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            moved INTEGER NOT NULL,
            name TEXT NOT NULL,
            search TEXT NOT NULL,
            PRIMARY KEY (created, id)) WITHOUT ROWID;
        CREATE UNIQUE INDEX transfer_id ON transfer (id);
        CREATE INDEX transfer_peer ON transfer (peer_bare);
        CREATE TABLE transfer_view (
            id TEXT PRIMARY KEY,
            view TEXT NOT NULL,
            sessions TEXT);
        """;

    /// <summary>Makes the tables anew where one is missing or they are another version's.</summary>
    public static void Ensure(SqliteConnection db)
    {
        // No busy_timeout: where SQLite itself waits for the journal's lock, it may sleep whole seconds; the provider waits less.
        db.Execute("""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA cache_size = -65536;
            CREATE TABLE IF NOT EXISTS memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            """);
        var found = db.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('transfer', 'transfer_view')");
        if (found == 2 && db.ExecuteScalar<int>("PRAGMA user_version") == Version)
            return;
        using var transaction = db.BeginTransaction();
        db.Execute($"DROP TABLE IF EXISTS transfer; DROP TABLE IF EXISTS transfer_view; {Tables} PRAGMA user_version = {Version}", transaction: transaction);
        transaction.Commit();
    }
}
