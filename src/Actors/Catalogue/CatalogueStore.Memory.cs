using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orchestrator.Actors.Catalogue;

// Texts under keys, and how anything is written.
public sealed partial class CatalogueStore
{
    private static readonly TimeSpan _busyPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _busyLimit = TimeSpan.FromSeconds(10);

    /// <summary>Keeps a text under a key; null forgets it.</summary>
    public Task RememberAsync(string key, string? value) => WriteAsync(() => _db.Execute(
        value is null
            ? "DELETE FROM memory WHERE key = @key"
            : "INSERT INTO memory (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        new { key, value }));

    /// <summary>What was kept under keys that begin so.</summary>
    public ImmutableDictionary<string, string> Recall(string prefix) => _db
        .Query<(string Key, string Value)>("SELECT key, value FROM memory WHERE substr(key, 1, length(@prefix)) = @prefix", new { prefix })
        .ToImmutableDictionary(m => m.Key, m => m.Value);

    // While the journal commits, nobody else writes; that takes milliseconds. The provider itself would try again every 150 ms.
    private async Task WriteAsync(Action write)
    {
        for (var waited = TimeSpan.Zero; !TryWrite(write); waited += _busyPause)
        {
            if (waited >= _busyLimit)
                throw new IOException($"The database is locked by another program for {_busyLimit.TotalSeconds:0} s.");
            await Task.Delay(_busyPause);
        }
    }

    private bool TryWrite(Action write)
    {
        var code = raw.sqlite3_exec(_db.Handle, "BEGIN IMMEDIATE");
        if (code == raw.SQLITE_BUSY)
            return false;
        SqliteException.ThrowExceptionForRC(code, _db.Handle);
        try
        {
            write();
            _db.Execute("COMMIT");
            return true;
        }
        catch
        {
            // Some errors have ended the transaction already.
            if (raw.sqlite3_get_autocommit(_db.Handle) == 0)
                _db.Execute("ROLLBACK");
            throw;
        }
    }
}
