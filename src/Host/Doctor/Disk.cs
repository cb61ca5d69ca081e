using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Settings;

namespace Orchestrator.Host.Doctor;

/// <summary>The folders, their space, and the database.</summary>
internal static class Disk
{
    // A database needs little; an inbox that cannot take one small file takes none.
    private const long LittleSpace = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static IEnumerable<Finding> Check(OrchestratorSettings settings, DaemonLock daemon)
    {
        yield return Folder("data-dir", settings.DataDir, daemon.IsHeld ? $"a daemon runs on it (process {daemon.Pid})" : "no daemon runs on it");
        foreach (var account in settings.Accounts.Where(a => a.Inbox is not null))
            yield return Folder($"inbox {account.Xmpp.Jid.Bare}", account.Inbox!, "writable");
    }

    /// <summary>Whether the database is sound; SQLite's own quick check, given up after half a minute.</summary>
    public static async Task<Finding> DatabaseAsync(string dataDir, CancellationToken stop)
    {
        const string Check = "database";
        var file = Path.Combine(dataDir, "orchestrator.db");
        if (!File.Exists(file))
            return Finding.Ok(Check, "none yet; the daemon makes it at its first start");
        try
        {
            return await Task.Run(() => QuickCheck(file), stop).WaitAsync(Patience, stop) is var answer && answer == "ok"
                ? Finding.Ok(Check, $"{Units.Bytes(new FileInfo(file).Length)}, sound")
                : Finding.Fault(Check, $"{file} is damaged ({answer}); stop the daemon and restore a backup");
        }
        catch (SqliteException e)
        {
            return Finding.Fault(Check, $"{file} cannot be read ({e.Message}); give the daemon's user the right to, or restore a backup");
        }
        catch (TimeoutException)
        {
            return Finding.Warning(Check, $"{Units.Bytes(new FileInfo(file).Length)}; the check was given up after {Patience.TotalSeconds:0} s");
        }
    }

    private static string? QuickCheck(string file)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        return command.ExecuteScalar() as string;
    }

    private static Finding Folder(string check, string folder, string fine)
    {
        // Of a folder that the daemon will make, the one that it will be made in counts.
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
            there = parent;
        try
        {
            using (File.Create(Path.Combine(there, $".orchestrator-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose))
            {
            }

            var free = new DriveInfo(there).AvailableFreeSpace;
            return free < LittleSpace
                ? Finding.Warning(check, $"{folder}: only {Units.Bytes(free)} are free; make room")
                : Finding.Ok(check, $"{folder}: {fine}, {Units.Bytes(free)} free");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Fault(check, $"{folder} cannot be written: {e.Message} Give the daemon's user the right to, or name another folder.");
        }
    }
}
