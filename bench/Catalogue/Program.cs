// How long a page of a list takes with many transfers in the catalogue, and how long it takes to make it anew. Started by bench/run.sh catalogue.
//   bench-catalogue FOLDER RESULT.json [TRANSFERS]
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Transfers;

const int Rounds = 100;
const int Peers = 2000;
var transfers = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 100_000;
var database = $"Data Source={Path.Combine(args[0], "orchestrator.db")}";
var json = new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };
var (random, birth) = (new Random(4711), DateTimeOffset.UtcNow.AddDays(-30));

var written = Stopwatch.StartNew();
var events = WriteJournal();
Console.WriteLine($"{transfers} transfers with {events} events written in {written.Elapsed.TotalSeconds:F1} s");

using var store = new CatalogueStore(database);
var rebuilt = Stopwatch.StartNew();
await store.ReconcileAsync(DateTimeOffset.UtcNow, _ => null, _ => { });
rebuilt.Stop();
var quiet = Stopwatch.StartNew();
await store.ReconcileAsync(DateTimeOffset.UtcNow, _ => null, _ => { });
quiet.Stop();
Console.WriteLine(FormattableString.Invariant($"Made anew from the journal: {rebuilt.Elapsed.TotalSeconds:F1} s; found up to date: {quiet.Elapsed.TotalSeconds:F2} s."));

var rows = new List<Row>
{
    Measure("newest 100", () => new TransferFilter()),
    Measure("one state (rare), 100", () => new TransferFilter { States = [TransferStatus.Failed] }),
    Measure("one state (common), 100", () => new TransferFilter { States = [TransferStatus.Completed] }),
    Measure("one peer, 100", () => new TransferFilter { Peer = $"bot{random.Next(Peers)}@example.org" }),
    Measure("one peer and state, 100", () => new TransferFilter { Peer = $"bot{random.Next(Peers)}@example.org", States = [TransferStatus.Completed] }),
    Measure("text, some hits, 100", () => new TransferFilter { Text = $"REPORT-{random.Next(transfers)}" }),
    Measure("text, no hit, 100", () => new TransferFilter { Text = $"nowhere {random.Next()}" }),
    Measure("stuck, 100", () => new TransferFilter { Stuck = true }),
    Measure("two days, incoming, 100", () => new TransferFilter { Direction = TransferDirection.Incoming, CreatedAfter = birth.AddDays(3), CreatedBefore = birth.AddDays(5) }),
    Measure("largest first, 100", () => new TransferFilter(), TransferOrder.Size),
    Measure("by name, one account, 100", () => new TransferFilter { Account = "alice@example.org" }, TransferOrder.Name),
    Measure("last changed first, one reason, 100", () => new TransferFilter { Reason = "no-answer" }, TransferOrder.Updated),
    Measure("newest 1000", () => new TransferFilter(), limit: 1000),
    Deep(),
    Time("counts by state", () => store.Count(new AdminProtocol.GetCounts(CountBy.State, null), DateTimeOffset.UtcNow)),
    Time("counts by peer", () => store.Count(new AdminProtocol.GetCounts(CountBy.Peer, null), DateTimeOffset.UtcNow)),
    Time("100 events of the feed", () => store.Events(random.Next(events), 100)),
};

Console.WriteLine("| what | p50 ms | p99 ms | max ms | CPU ms |");
Console.WriteLine("|---|---|---|---|---|");
foreach (var row in rows)
    Console.WriteLine(FormattableString.Invariant($"| {row.Name} | {row.P50:F1} | {row.P99:F1} | {row.Max:F1} | {row.Cpu:F1} |"));
Directory.CreateDirectory(Path.GetDirectoryName(args[1])!);
await File.WriteAllTextAsync(args[1], JsonSerializer.Serialize(new { transfers, events, RebuildSeconds = rebuilt.Elapsed.TotalSeconds, rows }, JsonSerializerOptions.Web));

Row Measure(string name, Func<TransferFilter> filter, TransferOrder order = TransferOrder.Created, int limit = 100) =>
    Time(name, () => store.List(new AdminProtocol.ListTransfers(filter(), order, true, limit, null), DateTimeOffset.UtcNow));

Row Deep()
{
    var cursor = default(string);
    return Time("page after page, 100", () =>
    {
        var page = (AdminProtocol.Transfers)store.List(new AdminProtocol.ListTransfers(TransferFilter.All, TransferOrder.Name, true, 100, cursor), DateTimeOffset.UtcNow);
        cursor = page.Next;
        return page;
    });
}

static Row Time(string name, Func<object> ask)
{
    for (var n = 0; n < 5; n++)
        Good(ask());
    var (times, before) = (new double[Rounds], Environment.CpuUsage.TotalTime);
    for (var n = 0; n < Rounds; n++)
    {
        var clock = Stopwatch.StartNew();
        Good(ask());
        times[n] = clock.Elapsed.TotalMilliseconds;
    }

    var cpu = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Rounds;
    Array.Sort(times);
    return new Row(name, times[Rounds / 2], times[(Rounds * 99 / 100) - 1], times[^1], cpu);
}

static void Good(object answer)
{
    if (answer is AdminProtocol.Refused refused)
        throw new InvalidOperationException(refused.Detail);
}

// Lives as they are: most end well, some wait, some failed.
int WriteJournal()
{
    using var db = new SqliteConnection(database);
    db.Open();
    db.Execute("""
        PRAGMA journal_mode = WAL;
        CREATE TABLE journal (
            ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, created BIGINT NOT NULL, deleted BIT NOT NULL, persistence_id NVARCHAR(255) NOT NULL,
            sequence_number BIGINT NOT NULL, message VARBINARY NOT NULL, manifest NVARCHAR(500) NULL, identifier INT NULL, writer_uuid NVARCHAR(128) NULL,
            CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number));
        CREATE TABLE snapshot (
            persistence_id NVARCHAR(255) NOT NULL, sequence_number BIGINT NOT NULL, created BIGINT NOT NULL, snapshot VARBINARY NOT NULL,
            manifest NVARCHAR(500) NULL, serializer_id INT NULL, CONSTRAINT PK_snapshot PRIMARY KEY (persistence_id, sequence_number));
        """);
    using var transaction = db.BeginTransaction();
    var count = 0;
    for (var n = 0; n < transfers; n++)
    {
        var (id, at, number) = (TransferId.OfSubmit($"bench {n}"), birth.AddSeconds(n * 25), 0);
        foreach (var happened in Life(id, n, at))
        {
            db.Execute(
                "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier) VALUES (@Ticks, 0, @Pid, @Number, @Message, @Manifest, 4711)",
                new
                {
                    happened.At.UtcTicks,
                    happened.At.Ticks,
                    Pid = TransferId.PersistencePrefix + id,
                    Number = ++number,
                    Message = JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), json),
                    Manifest = TransferEventSerializer.ManifestOf(happened),
                },
                transaction);
            count++;
        }
    }

    transaction.Commit();
    return count;
}

IEnumerable<TransferEvent> Life(string id, int n, DateTimeOffset at)
{
    var (peer, account) = ($"bot{random.Next(Peers)}@example.org", n % 4 == 0 ? "carol@example.org" : "alice@example.org");
    var size = random.NextInt64(1, 1L << 34);
    yield return n % 3 == 0
        ? new OfferAccepted { At = at, By = "peer", Id = id, Account = account, Peer = peer, Name = $"Report-{n}.csv", Size = size, Inbox = "/srv/orchestrator/inbox", Deadline = at.AddDays(7), Description = "Nightly export" }
        : new Submitted { At = at, By = "api", Id = id, Account = account, Peer = peer, Path = $"/srv/exports/2026/{n % 365}/Report-{n}.csv", Size = size, ModifiedAt = at, Deadline = at.AddDays(7), Description = "Nightly export" };
    if (n % 10 == 9)
        yield break;
    yield return new SessionStarted { At = at.AddSeconds(1), By = "session", Session = 1, Sid = TransferId.Random() };
    yield return new StreamingStarted { At = at.AddSeconds(2), By = "session", Session = 1, Road = n % 5 == 0 ? "s5b-proxy" : "s5b-direct", Offset = 0 };
    if (n % 50 == 1)
    {
        yield return new Interrupted { At = at.AddSeconds(3), By = "session", Session = 1, Reason = "no-answer", Offset = size / 2, NextAttemptAt = at.AddSeconds(60) };
        yield break;
    }

    if (n % 100 == 2)
    {
        yield return new Ended { At = at.AddSeconds(3), By = "session", Status = TransferStatus.Failed, Reason = "source-changed", Detail = "it has another size" };
        yield break;
    }

    yield return new BytesDone { At = at.AddSeconds(8), By = "session", Session = 1, Sha256 = new string('a', 64) };
    yield return new Completed { At = at.AddSeconds(9), By = "peer", ConfirmedBy = "receipt" };
}

internal sealed record Row(string Name, double P50, double P99, double Max, double Cpu);
