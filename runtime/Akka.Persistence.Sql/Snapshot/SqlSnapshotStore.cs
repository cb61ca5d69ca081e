using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Plugins;
using Akka.Persistence.Sql.Db;

namespace Akka.Persistence.Sql.Snapshot;

/// <summary>Snapshots in the table <c>snapshot</c>.</summary>
public sealed class SqlSnapshotStore : ISnapshotStore
{
    private const string Upsert = """
        insert into snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) values ($0, $1, $2, $3, $4, $5)
        on conflict (persistence_id, sequence_number) do update
        set created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
        """;

    private const string SelectLatest =
        "select sequence_number, snapshot, serializer_id, manifest from snapshot where persistence_id = $0 order by sequence_number desc limit 1";

    private readonly ActorSystem _system;
    private readonly Database _database;

    internal SqlSnapshotStore(ActorSystem system, Config config)
    {
        _system = system;
        _database = Database.Of(system, config);
    }

    void ISnapshotStore.Load(string persistenceId, IActorRef actor, int incarnation)
    {
        Stored? found = null;
        _database.Enqueue(new Job(
            Writes: false,
            session => found = session.Query(SelectLatest, row => Payload.Read(_system, row), persistenceId).FirstOrDefault(),
            () => actor.Tell(new SnapshotLoaded(incarnation, found), actor),
            e => actor.Tell(new RecoveryReplyFailed(incarnation, e), actor)));
    }

    void ISnapshotStore.Save(string persistenceId, long sequenceNr, object snapshot, IActorRef actor)
    {
        Payload payload;
        try
        {
            payload = Payload.Of(_system, snapshot);
        }
        catch (Exception e)
        {
            actor.Tell(new SaveSnapshotFailure(e), actor);
            return;
        }
        _database.Enqueue(new Job(
            Writes: true,
            session => session.Execute(Upsert, persistenceId, sequenceNr, DateTime.UtcNow.Ticks, payload.Bytes, payload.Manifest, payload.SerializerId),
            () => actor.Tell(new SaveSnapshotSuccess(), actor),
            e => actor.Tell(new SaveSnapshotFailure(e), actor)));
    }
}
