using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Db;

/// <summary>An open connection and its prepared statements, whose parameters are $0, $1, ….</summary>
internal sealed class Session : IDisposable
{
    private static readonly TimeSpan _busyPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan _busyLimit = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly SqliteConnection _connection;

    public Session(string connectionString, bool initialize)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            _connection.Open();
            Execute("pragma journal_mode = wal");
            Execute("pragma synchronous = full");
            if (initialize)
                Execute(Schema.Sql);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Transact(List<Job> jobs)
    {
        if (jobs[0].Writes)
            BeginWriting();
        else
            Execute("begin");
        try
        {
            foreach (var job in jobs)
                job.Execute(this);
            Execute("commit");
        }
        catch
        {
            // Some errors have ended the transaction already.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                Execute("rollback");
            throw;
        }
    }

    // Another writer commits within milliseconds. SQLite's own busy_timeout may sleep whole seconds (builds without usleep),
    // the provider's retry 150 ms.
    private void BeginWriting()
    {
        for (var waited = TimeSpan.Zero; ; waited += _busyPause)
        {
            var code = SQLitePCL.raw.sqlite3_exec(_connection.Handle, "begin immediate");
            if (code == SQLitePCL.raw.SQLITE_OK)
                return;
            if (code != SQLitePCL.raw.SQLITE_BUSY || waited >= _busyLimit)
                SqliteException.ThrowExceptionForRC(code, _connection.Handle);
            Thread.Sleep(_busyPause);
        }
    }

    public void Execute(string sql, params ReadOnlySpan<object> arguments) => Command(sql, arguments).ExecuteNonQuery();

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> arguments)
    {
        using var reader = Command(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object> arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this assembly
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < arguments.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            _commands.Add(sql, command);
        }
        for (var i = 0; i < arguments.Length; i++)
            command.Parameters[i].Value = arguments[i];
        return command;
    }
}
