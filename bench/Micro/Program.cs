// Journal events a second and actor messages a second. Started by bench/run.sh journal.
//   bench-micro FOLDER RESULT.json
using System.Diagnostics;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Orchestrator.Bench.Micro;

const int Rounds = 5;
const int Events = 12_800; // a round's, shared by its actors
const int Messages = 1_000_000;
var patience = TimeSpan.FromMinutes(5);
var database = Path.Combine(args[0], "journal.db");

using var system = ActorSystem.Create("bench", ConfigurationFactory.ParseString($$"""
    akka {
      loglevel = WARNING
      actor {
        serializers.happened = "Orchestrator.Bench.Micro.HappenedSerializer, bench-micro"
        serialization-bindings { "Orchestrator.Bench.Micro.Happened, bench-micro" = happened }
      }
      persistence {
        journal {
          plugin = "akka.persistence.journal.sql"
          sql {
            class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
            connection-string = "Data Source={{database}}"
            provider-name = "SQLite.MS"
            read-isolation-level = read-uncommitted
            auto-initialize = true
          }
        }
        snapshot-store {
          plugin = "akka.persistence.snapshot-store.sql"
          sql {
            class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
            connection-string = "Data Source={{database}}"
            provider-name = "SQLite.MS"
            read-isolation-level = read-uncommitted
            auto-initialize = true
          }
        }
      }
    }
    """));

var rows = new List<Row>();
foreach (var actors in new[] { 1, 16, 64 })
{
    // With one actor there is nothing to group: fewer events do.
    var each = actors == 1 ? Events / 16 : Events / actors;
    var writers = Enumerable.Range(0, actors)
        .Select(n => system.ActorOf(Props.Create(() => new Writer($"writer-{actors}-{n}")))).ToArray();
    rows.Add(await MeasureAsync($"journal events/s, {actors} actors", each * actors, () =>
        Task.WhenAll(writers.Select(writer => writer.Ask<string>(each, patience)))));
}

var (one, other) = (system.ActorOf(Props.Create(() => new PingPong())), system.ActorOf(Props.Create(() => new PingPong())));
rows.Add(await MeasureAsync("actor messages/s, ping-pong of two", Messages, () =>
    one.Ask<string>(new PingPong.Serve(other, Messages), patience)));

Console.WriteLine("| what | a second (min–max) |");
Console.WriteLine("|---|---|");
foreach (var row in rows)
    Console.WriteLine(FormattableString.Invariant($"| {row.Name} | {row.Median:F0} ({row.Min:F0}–{row.Max:F0}) |"));
Console.WriteLine("Akka.Persistence.Sql 1.5 on SQLite, single-event commits: 1400 (rollback journal) to 7000 (WAL) a second, however many actors.");
var json = JsonSerializer.Serialize(rows, JsonSerializerOptions.Web);
Console.WriteLine(json);
Directory.CreateDirectory(Path.GetDirectoryName(args[1])!);
await File.WriteAllTextAsync(args[1], json);
await system.Terminate();

static async Task<Row> MeasureAsync(string name, int count, Func<Task> run)
{
    await run(); // warms up
    var rates = new double[Rounds];
    for (var round = 0; round < Rounds; round++)
    {
        var clock = Stopwatch.StartNew();
        await run();
        rates[round] = count / clock.Elapsed.TotalSeconds;
    }

    Array.Sort(rates);
    return new Row(name, rates[Rounds / 2], rates[0], rates[^1]);
}

internal sealed record Row(string Name, double Median, double Min, double Max);
