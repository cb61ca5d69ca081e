using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Plugins;
using Akka.Persistence.Sql.Db;
using Microsoft.Data.Sqlite;

namespace Akka.Persistence.Sql.Snapshot;

/// <summary>Snapshots in the table <c>snapshot</c>.</summary>
public sealed class SqlSnapshotStore : ISnapshotStore
{
    private const string Upsert = """
        insert into snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) values ($0, $1, $2, $3, $4, $5)
        on conflict (persistence_id, sequence_number) do update
        set created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
        """;

    private const string SelectLatest = """
        select sequence_number, created, snapshot, serializer_id, manifest from snapshot
        where persistence_id = $0 and sequence_number <= $1 order by sequence_number desc limit 1
        """;

    private const string DeleteUpTo = "delete from snapshot where persistence_id = $0 and sequence_number <= $1";

    private readonly ActorSystem _system;
    private readonly Database _database;

    internal SqlSnapshotStore(ActorSystem system, Config config)
    {
        _system = system;
        _database = Database.Of(system, config);
    }

    void ISnapshotStore.Load(string persistenceId, SnapshotSelectionCriteria criteria, IActorRef actor, int incarnation)
    {
        StoredSnapshot? found = null;
        _database.Enqueue(new Job(
            Writes: false,
            session => found = session.Query(SelectLatest, Stored, persistenceId, criteria.MaxSequenceNr).FirstOrDefault(),
            () => actor.Tell(new SnapshotLoaded(incarnation, found), actor),
            e => actor.Tell(new RecoveryReplyFailed(incarnation, e), actor)));

        StoredSnapshot Stored(SqliteDataReader row)
        {
            var payload = Payload.Read(row, 2);
            var metadata = new SnapshotMetadata(persistenceId, row.GetInt64(0), new DateTime(row.GetInt64(1), DateTimeKind.Utc));
            return new StoredSnapshot(metadata, () => payload.Deserialize(_system));
        }
    }

    void ISnapshotStore.Save(SnapshotMetadata metadata, object snapshot, IActorRef actor)
    {
        Payload payload;
        try
        {
            payload = Payload.Of(_system, snapshot);
        }
        catch (Exception e)
        {
            actor.Tell(new SaveSnapshotFailure(metadata, e), actor);
            return;
        }
        _database.Enqueue(new Job(
            Writes: true,
            session => session.Execute(Upsert, metadata.PersistenceId, metadata.SequenceNr, metadata.Timestamp.Ticks, payload.Bytes, payload.Manifest, payload.SerializerId),
            () => actor.Tell(new SaveSnapshotSuccess(metadata), actor),
            e => actor.Tell(new SaveSnapshotFailure(metadata, e), actor)));
    }

    void ISnapshotStore.Delete(string persistenceId, SnapshotSelectionCriteria criteria, IActorRef actor) => _database.Enqueue(new Job(
        Writes: true,
        session => session.Execute(DeleteUpTo, persistenceId, criteria.MaxSequenceNr),
        () => actor.Tell(new DeleteSnapshotsSuccess(criteria), actor),
        e => actor.Tell(new DeleteSnapshotsFailure(criteria, e), actor)));
}
