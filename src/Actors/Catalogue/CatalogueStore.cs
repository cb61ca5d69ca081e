using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Catalogue;

/// <summary>
/// The tables for queries beside the journal, in the same file. Not thread-safe: one caller at a time.
/// </summary>
public sealed partial class CatalogueStore : IDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly SqliteConnection _db;

    /// <summary>Opens the database and makes the tables that are not there.</summary>
    /// <exception cref="SqliteException">The file is no database, or is not readable.</exception>
    public CatalogueStore(string connectionString)
    {
        // Not from a pool: one that is given back in the middle of a write would begin its next life there.
        _db = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            _db.Open();
            CatalogueSchema.Ensure(_db);
        }
        catch
        {
            _db.Dispose();
            throw;
        }
    }

    /// <summary>Writes the rows in one transaction; <paramref name="now"/> is when a changed offset was noticed.</summary>
    public Task PutAsync(IReadOnlyCollection<CatalogueProtocol.Put> rows, DateTimeOffset now) => WriteAsync(() => Insert(rows, now));

    /// <summary>Writes the rows if nobody else is writing just now.</summary>
    public bool TryPut(IReadOnlyCollection<CatalogueProtocol.Put> rows, DateTimeOffset now) => TryWrite(() => Insert(rows, now));

    /// <summary>One transfer with its sessions' history, or null.</summary>
    public TransferView? Find(string id) => _db
        .Query<(string View, string? Sessions)>("SELECT view, sessions FROM transfer_view WHERE id = @id", new { id })
        .Select(row => Read(row.View) with
        {
            SessionHistory = row.Sessions is null ? null : JsonSerializer.Deserialize<ImmutableArray<SessionView>>(row.Sessions, _json),
        })
        .FirstOrDefault();

    /// <summary>A page of transfers, or why there is none.</summary>
    public object List(AdminProtocol.ListTransfers query, DateTimeOffset now)
    {
        if (query.Limit is < 1 or > 1000)
            return new AdminProtocol.Refused("bad-limit", $"{query.Limit} is no limit; write a whole number from 1 to 1000.");
        if (CatalogueQuery.Of(query.Filter, now, out var fault) is not { } where)
            return new AdminProtocol.Refused("bad-filter", fault!);
        if (PageCursor.Parse(query.Cursor, query.Order, query.Descending) is not { } cursor)
            return new AdminProtocol.Refused("bad-cursor", "This cursor is not one of a list in this order; begin without one.");
        var rows = _db.Query<string>(
            $"""
            SELECT v.view
            FROM (SELECT id FROM transfer WHERE {where.Sql} AND {cursor.Condition} ORDER BY {cursor.OrderBy} LIMIT @limit) k
            CROSS JOIN transfer_view v ON v.id = k.id
            """,
            where.With("atValue", cursor.At).With("atCreated", cursor.Created).With("atId", cursor.Id).With("limit", query.Limit + 1).Parameters).ToList();
        var page = rows.Take(query.Limit).Select(Read).ToImmutableArray();
        return new AdminProtocol.Transfers(page, rows.Count > query.Limit ? PageCursor.Of(page[^1], query.Order, query.Descending).ToString() : null);
    }

    /// <summary>The ids of the transfers that the filter lets through and that have not ended, the oldest first; or why there are none.</summary>
    public object Ids(CatalogueProtocol.GetIds query, DateTimeOffset now)
    {
        if (CatalogueQuery.Of(query.Filter, now, out var fault) is not { } where)
            return new AdminProtocol.Refused("bad-filter", fault!);
        var rows = _db.Query<(string Id, long Created)>(
            $"SELECT id, created FROM transfer WHERE {where.Sql} AND is_final = 0 AND (created, id) > (@afterCreated, @afterId) ORDER BY created, id LIMIT @limit",
            where.With("afterCreated", query.After?.Created ?? 0).With("afterId", query.After?.Id ?? "").With("limit", query.Limit).Parameters).ToList();
        return new CatalogueProtocol.Ids(
            [.. rows.Select(r => r.Id)], rows.Count == query.Limit ? new CatalogueProtocol.Place(rows[^1].Created, rows[^1].Id) : null);
    }

    /// <summary>Counts per group, or why not.</summary>
    public object Count(AdminProtocol.GetCounts query, DateTimeOffset now)
    {
        const int MaxGroups = 100;
        if (CatalogueQuery.Of(query.Filter ?? TransferFilter.All, now, out var fault) is not { } where)
            return new AdminProtocol.Refused("bad-filter", fault!);
        var column = query.By switch
        {
            CountBy.State => "state",
            CountBy.Account => "account",
            CountBy.Peer => "peer_bare",
            CountBy.Road => "road",
            CountBy.Proxy => "proxy",
            CountBy.Reason => "reason",
            // As the rest of the API names it.
            CountBy.Direction => "lower(direction)",
            _ => throw new UnreachableException(),
        };
        var groups = _db.Query<(string Key, long Count, long Bytes, long Moved, long Rate)>(
            $"SELECT ifnull({column}, ''), count(*), sum(size), sum(offset), sum(rate) FROM transfer WHERE {where.Sql} GROUP BY 1 ORDER BY 2 DESC, 1",
            where.Parameters).Select(g => new CountGroup(g.Key, g.Count, g.Bytes, g.Moved, g.Rate)).ToList();
        var total = new CountGroup("", groups.Sum(g => g.Count), groups.Sum(g => g.Bytes), groups.Sum(g => g.Moved), groups.Sum(g => g.BytesPerSecond));
        return new AdminProtocol.Counts(total, [.. groups.Take(MaxGroups)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _db.Dispose();

    private void Insert(IReadOnlyCollection<CatalogueProtocol.Put> rows, DateTimeOffset now)
    {
        _db.Execute(
            """
            INSERT INTO transfer (id, sequence_number, is_final, state, direction, account, peer, peer_bare, road, proxy, reason, priority,
                                  size, offset, rate, created, updated, moved, name, search)
            VALUES (@Id, @SequenceNr, @IsFinal, @State, @Direction, @Account, @Peer, @PeerBare, @Road, @Proxy, @Reason, @Priority,
                    @Size, @Offset, @Rate, @Created, @Updated, @Updated, @Name, @Search)
            ON CONFLICT (id) DO UPDATE SET
                sequence_number = excluded.sequence_number, is_final = excluded.is_final, state = excluded.state, road = excluded.road,
                proxy = excluded.proxy, reason = excluded.reason, priority = excluded.priority, offset = excluded.offset, rate = excluded.rate,
                created = excluded.created, updated = excluded.updated, search = excluded.search,
                moved = CASE WHEN offset <> excluded.offset THEN max(@Now, excluded.updated) ELSE max(moved, excluded.updated) END
            """,
            rows.Select(r => new
            {
                r.Transfer.Id,
                r.SequenceNr,
                r.IsFinal,
                State = r.Transfer.State.ToString(),
                Direction = r.Transfer.Direction.ToString(),
                r.Transfer.Account,
                r.Transfer.Peer,
                PeerBare = Jid.Parse(r.Transfer.Peer).Bare.ToString(),
                r.Transfer.Road,
                r.Transfer.SessionHistory?.LastOrDefault()?.Proxy,
                r.Transfer.Reason,
                r.Transfer.Priority,
                r.Transfer.Size,
                r.Transfer.Offset,
                Rate = r.Transfer.Rate ?? 0,
                Created = r.Transfer.CreatedAt.UtcTicks,
                Updated = r.Transfer.UpdatedAt.UtcTicks,
                Name = r.Transfer.Name.ToLowerInvariant(),
                Search = string.Join('\n', r.Transfer.Name, r.Transfer.Path, r.Transfer.Peer, r.Transfer.Description, r.Transfer.Id).ToLowerInvariant(),
                Now = now.UtcTicks,
            }));
        _db.Execute(
            "INSERT INTO transfer_view (id, view, sessions) VALUES (@Id, @View, @Sessions) ON CONFLICT (id) DO UPDATE SET view = excluded.view, sessions = excluded.sessions",
            rows.Select(r => new
            {
                r.Transfer.Id,
                View = JsonSerializer.Serialize(r.Transfer with { SessionHistory = null }, _json),
                Sessions = r.Transfer.SessionHistory is { } sessions ? JsonSerializer.Serialize(sessions, _json) : null,
            }));
    }

    private static TransferView Read(string view) => JsonSerializer.Deserialize<TransferView>(view, _json)!;
}
