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
        where persistence_id = $0 and sequence_number >= $1 and deleted = 0 order by sequence_number limit $2
        """;

    private readonly ActorSystem _system;
    private readonly Database _database;

    internal SqlWriteJournal(ActorSystem system, Config config)
    {
        _system = system;
        _database = Database.Of(system, config);
    }

    void IJournal.Write(string persistenceId, string writer, IReadOnlyList<PendingEvent> events, IActorRef actor, int incarnation)
    {
        var rows = new List<(PendingEvent Event, Payload Payload)>();
        var rejected = new Dictionary<long, Exception>();
        foreach (var @event in events)
        {
            try
            {
                rows.Add((@event, Payload.Of(_system, @event.Payload)));
            }
            catch (Exception e)
            {
                rejected.Add(@event.SequenceNr, e);
            }
        }
        _database.Enqueue(new Job(
            Writes: true,
            session =>
            {
                var now = DateTime.UtcNow.Ticks;
                foreach (var (@event, payload) in rows)
                    session.Execute(Insert, now, persistenceId, @event.SequenceNr, payload.Bytes, payload.Manifest, payload.SerializerId, writer);
            },
            () =>
            {
                foreach (var @event in events)
                    actor.Tell(rejected.TryGetValue(@event.SequenceNr, out var cause) ? new EventRejected(incarnation, @event, cause) : new EventWritten(incarnation, @event), @event.Sender);
            },
            e => actor.Tell(new EventWriteFailed(incarnation, events[0], e), events[0].Sender)));
    }

    void IJournal.Read(string persistenceId, long fromSequenceNr, IActorRef actor, int incarnation)
    {
        List<Stored> events = [];
        _database.Enqueue(new Job(
            Writes: false,
            session => events = session.Query(SelectPage, row => Payload.Read(_system, row), persistenceId, fromSequenceNr, PageSize),
            () => actor.Tell(new EventsRead(incarnation, events, IsLast: events.Count < PageSize), actor),
            e => actor.Tell(new RecoveryReplyFailed(incarnation, e), actor)));
    }
}
