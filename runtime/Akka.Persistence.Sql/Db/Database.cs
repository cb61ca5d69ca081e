using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Db;

/// <summary>
/// One SQLite file with a thread and a connection of its own, since its calls block. The thread takes all jobs that have
/// arrived and commits the writes of all actors as one transaction: while one commit waits for the disk, the next one
/// gathers. A job is answered after its commit. Each actor has one write or read open; more jobs than the queue holds fail.
/// </summary>
internal sealed class Database
{
    private const int JobsPerTransaction = 1000;
    private const int MaxWaiting = 65_536;

    private readonly BlockingCollection<Job> _queue = new(MaxWaiting);
    private readonly string _connectionString;
    private readonly bool _initialize;
    private Session? _session;

    private Database(ActorSystem system, string connectionString, bool initialize)
    {
        _connectionString = connectionString;
        _initialize = initialize;
        new Thread(Work) { IsBackground = true, Name = "persistence-sql" }.Start();
        _ = system.WhenTerminated.ContinueWith(_ => _queue.CompleteAdding(), TaskScheduler.Default);
    }

    /// <summary>Journal and snapshot store of a system share the file's thread if they name the same connection.</summary>
    public static Database Of(ActorSystem system, Config config)
    {
        var provider = config.GetString("provider-name") ?? "";
        if (!provider.StartsWith("SQLite", StringComparison.Ordinal))
            throw new ConfigurationException($"provider-name '{provider}' is not supported: SQLite.MS is.");
        var connectionString = config.GetString("connection-string");
        if (string.IsNullOrEmpty(connectionString))
            throw new ConfigurationException("connection-string is missing for akka.persistence's sql plugin.");
        var databases = ((ExtendedActorSystem)system).Once(_ => new ConcurrentDictionary<string, Lazy<Database>>());
        return databases.GetOrAdd(connectionString, _ => new Lazy<Database>(() => new Database(system, connectionString, config.GetString("auto-initialize") is not ("off" or "false")))).Value;
    }

    public void Enqueue(Job job)
    {
        try
        {
            if (!_queue.TryAdd(job))
                job.Failed(new IOException($"The journal is overloaded: {MaxWaiting} writes and reads wait for the disk."));
        }
        catch (InvalidOperationException e)
        {
            job.Failed(e);
        }
    }

    private void Work()
    {
        var jobs = new List<Job>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            jobs.Add(first);
            while (jobs.Count < JobsPerTransaction && _queue.TryTake(out var next))
                jobs.Add(next);
            Commit(jobs.FindAll(job => job.Writes));
            // After the writes: an actor that recovers finds what its earlier incarnation had still queued.
            foreach (var read in jobs.FindAll(job => !job.Writes))
                Commit([read]);
            jobs.Clear();
        }
        _session?.Dispose();
    }

    private void Commit(List<Job> jobs)
    {
        if (jobs.Count == 0)
            return;
        try
        {
            _session ??= new Session(_connectionString, _initialize);
            _session.Transact(jobs);
        }
        catch (Exception e)
        {
            // The fault of one (a number that is taken, say) is not the others'; that of the file is everybody's.
            if (jobs.Count > 1 && e is not SqliteException { SqliteErrorCode: not (SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_TOOBIG) })
            {
                jobs.ForEach(job => Commit([job]));
                return;
            }
            _session?.Dispose();
            _session = null;
            jobs.ForEach(job => job.Failed(e));
            return;
        }
        jobs.ForEach(job => job.Succeeded());
    }
}
