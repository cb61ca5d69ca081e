using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Plugins;
using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Journal;

/// <summary>Events in the table <c>journal</c>.</summary>
public sealed class SqlWriteJournal : IJournal
{
    private const int PageSize = 256;

    private const string Insert = """
        insert into journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        values ($0, 0, $1, $2, $3, $4, $5, $6)
        """;

    private const string SelectPage = """
        select sequence_number, message, identifier, manifest from journal
        where persistence_id = $0 and sequence_number >= $1 and sequence_number <= $2 and deleted = 0
        order by sequence_number limit $3
        """;

    private const string SelectHighest = "select coalesce(max(sequence_number), 0) from journal where persistence_id = $0";

    private const string MarkDeleted = "update journal set deleted = 1 where persistence_id = $0 and sequence_number <= $1 and deleted = 0";

    // The last deleted row stays: it remembers the highest number.
    private const string Delete = """
        delete from journal where persistence_id = $0 and sequence_number <= $1
        and sequence_number < (select max(sequence_number) from journal where persistence_id = $0 and deleted = 1)
        """;

    private readonly ActorSystem _system;
    private readonly Database _database;

    internal SqlWriteJournal(ActorSystem system, Config config)
    {
        _system = system;
        _database = Database.Of(system, config);
    }

    void IJournal.Write(WriteRequest request)
    {
        var rows = new List<(long SequenceNr, Payload Payload)>();
        var rejected = new Dictionary<PendingEvent[], Exception>();
        foreach (var write in request.Writes)
        {
            try
            {
                rows.AddRange(write.Where(e => e.SequenceNr > 0).Select(e => (e.SequenceNr, Payload.Of(_system, e.Payload))).ToList());
            }
            catch (Exception e)
            {
                rejected.Add(write, e);
            }
        }
        if (rows.Count == 0)
        {
            request.Succeeded(rejected);
            return;
        }
        _database.Enqueue(new Job(
            Writes: true,
            session =>
            {
                var now = DateTime.UtcNow.Ticks;
                foreach (var (sequenceNr, payload) in rows)
                    session.Execute(Insert, now, request.PersistenceId, sequenceNr, payload.Bytes, payload.Manifest, payload.SerializerId, request.Writer);
            },
            () => request.Succeeded(rejected),
            request.Failed));
    }

    void IJournal.Read(string persistenceId, long fromSequenceNr, long toSequenceNr, long max, IActorRef actor, int incarnation)
    {
        EventsRead page = null!;
        _database.Enqueue(new Job(
            Writes: false,
            session =>
            {
                var limit = Math.Min(max, PageSize);
                var events = session.Query(SelectPage, Event, persistenceId, fromSequenceNr, toSequenceNr, limit);
                var isLast = events.Count < PageSize;
                page = new EventsRead(incarnation, events, isLast, isLast ? session.Query(SelectHighest, row => row.GetInt64(0), persistenceId)[0] : 0);
            },
            () => actor.Tell(page, actor),
            e => actor.Tell(new RecoveryReplyFailed(incarnation, e), actor)));

        StoredEvent Event(Microsoft.Data.Sqlite.SqliteDataReader row)
        {
            var payload = Payload.Read(row, 1);
            return new StoredEvent(row.GetInt64(0), () => payload.Deserialize(_system));
        }
    }

    void IJournal.Delete(string persistenceId, long toSequenceNr, IActorRef actor) => _database.Enqueue(new Job(
        Writes: true,
        session =>
        {
            session.Execute(MarkDeleted, persistenceId, toSequenceNr);
            session.Execute(Delete, persistenceId, toSequenceNr);
        },
        () => actor.Tell(new DeleteMessagesSuccess(toSequenceNr), actor),
        e => actor.Tell(new DeleteMessagesFailure(e, toSequenceNr), actor)));
}
