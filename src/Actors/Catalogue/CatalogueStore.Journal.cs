using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Catalogue;

// What is read straight from the tables of Akka.Persistence.Sql (its default mapping).
public sealed partial class CatalogueStore
{
    private const string PrunedTo = "pruned-to";
    private const int RowsAtOnce = 5000;
    private static readonly string _prefix = TransferId.PersistencePrefix;
    private static readonly string _end = _prefix[..^1] + (char)(_prefix[^1] + 1);
    private bool _hasJournal;

    // The first persistent actor makes the tables.
    private bool HasJournal =>
        _hasJournal = _hasJournal || _db.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('journal', 'snapshot')") == 2;

    /// <summary>The cursor of the last committed event, though it be forgotten since; 0: there was none.</summary>
    public long LastEvent => Math.Max(HasJournal ? _db.ExecuteScalar<long?>("SELECT max(ordering) FROM journal") ?? 0 : 0, Pruned);

    // Of the events up to this one, some are forgotten.
    private long Pruned => _db.ExecuteScalar<long?>("SELECT CAST(value AS INTEGER) FROM memory WHERE key = @PrunedTo", new { PrunedTo }) ?? 0;

    /// <summary>Events of all transfers after a cursor, in the order of their commits; after a negative one the last so many.</summary>
    public AdminProtocol.Events Events(long after, int limit)
    {
        if (after < 0)
            after = Math.Max(0, LastEvent + after);
        var pruned = Pruned;
        var missed = after < pruned ? new AdminProtocol.Gap(after, pruned) : null;
        // The plus: in the order of the primary key, not through the index on persistence ids.
        var items = !HasJournal ? [] : Events(
            "ordering > @after AND +persistence_id >= @_prefix AND +persistence_id < @_end ORDER BY ordering", new { after, limit, _prefix, _end });
        if (!items.IsEmpty)
            return new AdminProtocol.Events(missed, items, items[^1].Cursor);
        // A cursor from another life of the database: it was begun anew, or put back as it had been.
        return LastEvent is var last && after > last
            ? new AdminProtocol.Events(new AdminProtocol.Gap(after, last), [], last)
            : new AdminProtocol.Events(missed, [], Math.Max(after, pruned));
    }

    /// <summary>What happened to one transfer; null: there is none of that id.</summary>
    public AdminProtocol.History? History(string id, long after, int limit)
    {
        var persistenceId = _prefix + id;
        if (!HasJournal || _db.ExecuteScalar<int>("SELECT EXISTS (SELECT 1 FROM journal WHERE persistence_id = @persistenceId)", new { persistenceId }) == 0)
            return null;
        var items = Events("persistence_id = @persistenceId AND ordering > @after ORDER BY sequence_number", new { persistenceId, after, limit });
        return new AdminProtocol.History(items, items.Length == limit ? items[^1].Cursor : null);
    }

    /// <summary>
    /// Makes the rows anew that are missing or behind the journal, a page at a time; no transfer need be woken for it.
    /// <paramref name="roads"/> tells an account's policy, <paramref name="report"/> is told how many are done.
    /// </summary>
    /// <returns>The transfers that have not ended, or whose events cannot be read: they are to be woken.</returns>
    public async Task<ImmutableArray<string>> ReconcileAsync(DateTimeOffset now, Func<string, RoadPolicy?> roads, Action<int> report)
    {
        var (unreadable, done) = (new List<string>(), 0);
        // In the order of acceptance, in which events and rows lie together on the disk.
        var stale = !HasJournal ? [] : _db.Query<string>(
            """
            SELECT substr(j.persistence_id, length(@_prefix) + 1)
            FROM (SELECT persistence_id, max(sequence_number) AS last, min(ordering) AS first FROM journal
                  WHERE persistence_id > @_prefix AND persistence_id < @_end GROUP BY persistence_id) j
            LEFT JOIN transfer t ON t.id = substr(j.persistence_id, length(@_prefix) + 1)
            WHERE t.id IS NULL OR t.sequence_number < j.last
            ORDER BY j.first
            """,
            new { _prefix, _end });
        foreach (var page in stale.Chunk(RowsAtOnce))
        {
            var restored = page.Select(id => (Id: id, Row: Restore(_prefix + id, roads))).ToList();
            unreadable.AddRange(restored.Where(r => r.Row is null).Select(r => r.Id));
            await PutAsync([.. restored.Select(r => r.Row).OfType<CatalogueProtocol.Put>()], now);
            report(done += page.Length);
        }

        return [.. _db.Query<string>("SELECT id FROM transfer WHERE is_final = 0 ORDER BY created, id"), .. unreadable];
    }

    /// <summary>
    /// Forgets transfers that ended before then, everywhere: rows, events, snapshots, in one transaction.
    /// </summary>
    /// <returns>How many, at most <paramref name="limit"/>.</returns>
    public async Task<int> PruneAsync(DateTimeOffset before, int limit)
    {
        var ids = _db.Query<string>(
            "SELECT id FROM transfer WHERE is_final = 1 AND updated < @Ticks LIMIT @limit", new { Ticks = before.UtcTicks, limit }).ToList();
        if (ids.Count == 0)
            return 0;
        await WriteAsync(() =>
        {
            if (HasJournal)
            {
                var persistenceIds = ids.Select(id => _prefix + id).ToArray();
                var pruned = _db.ExecuteScalar<long?>("SELECT max(ordering) FROM journal WHERE persistence_id IN @persistenceIds", new { persistenceIds });
                _db.Execute("DELETE FROM journal WHERE persistence_id IN @persistenceIds; DELETE FROM snapshot WHERE persistence_id IN @persistenceIds", new { persistenceIds });
                _db.Execute(
                    "INSERT INTO memory (key, value) VALUES (@PrunedTo, @pruned) ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), @pruned)",
                    new { PrunedTo, pruned = pruned ?? 0 });
            }

            _db.Execute("DELETE FROM transfer WHERE id IN @ids; DELETE FROM transfer_view WHERE id IN @ids", new { ids });
        });
        return ids.Count;
    }

    private ImmutableArray<HistoryEvent> Events(string condition, object parameters) =>
    [
        .. _db.Query<(long Ordering, long Created, string PersistenceId, string Manifest, byte[] Message)>(
            $"SELECT ordering, created, persistence_id, manifest, message FROM journal WHERE deleted = 0 AND {condition} LIMIT @limit", parameters)
            .Select(e => Event(e.Ordering, e.Created, e.PersistenceId[_prefix.Length..], e.Manifest, e.Message)),
    ];

    private static HistoryEvent Event(long ordering, long created, string id, string manifest, byte[] message)
    {
        try
        {
            var data = JsonSerializer.Deserialize<JsonElement>(message);
            return new HistoryEvent(ordering, id, data.GetProperty("at").GetDateTimeOffset(), data.GetProperty("by").GetString()!, manifest, Shown(data));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // One damaged row does not end everybody's feed; its transfer tells of it when it is woken.
            return new HistoryEvent(ordering, id, new DateTimeOffset(created, TimeSpan.Zero), "", "unreadable", JsonSerializer.SerializeToElement(new { manifest }));
        }
    }

    // A URL that a peer named may hold a secret: who reads what happened need not be one who may fetch it.
    private static JsonElement Shown(JsonElement data)
    {
        if (!data.TryGetProperty("url", out var url) || url.ValueKind != JsonValueKind.String)
            return data;
        var shown = JsonObject.Create(data)!;
        shown["url"] = Uri.TryCreate(url.GetString(), UriKind.Absolute, out var known) ? $"{known.GetLeftPart(UriPartial.Authority)}/…" : "…";
        return JsonSerializer.SerializeToElement(shown);
    }

    // As the transfer's own recovery would: the last snapshot, then the events after it.
    private CatalogueProtocol.Put? Restore(string persistenceId, Func<string, RoadPolicy?> roads)
    {
        try
        {
            var (state, last) = (TransferState.None, 0L);
            foreach (var (number, manifest, bytes) in _db.Query<(long Number, string Manifest, byte[] Bytes)>(
                "SELECT sequence_number, manifest, snapshot FROM snapshot WHERE persistence_id = @persistenceId ORDER BY sequence_number DESC LIMIT 1", new { persistenceId }))
                (state, last) = ((TransferState)TransferEventSerializer.Read(bytes, manifest), number);
            foreach (var (number, manifest, bytes) in _db.Query<(long Number, string Manifest, byte[] Bytes)>(
                "SELECT sequence_number, manifest, message FROM journal WHERE persistence_id = @persistenceId AND sequence_number > @last AND deleted = 0 ORDER BY sequence_number",
                new { persistenceId, last }))
                (state, last) = (state.Apply((TransferEvent)TransferEventSerializer.Read(bytes, manifest)), number);
            return state.Exists ? new CatalogueProtocol.Put(TransferViews.Of(state, new Progress(state.Offset, state.UpdatedAt), state.Roads ?? roads(state.Account)), last, state.IsFinal) : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidCastException)
        {
            return null;
        }
    }
}
