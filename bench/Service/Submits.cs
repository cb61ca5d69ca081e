using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Bench.Service;

/// <summary>Submissions a second, each answered after its commit, beside a plain endpoint that commits one row for each.</summary>
internal static class Submits
{
    private const int Rounds = 3;

    public static async Task RunAsync(string folder, Table table, int number)
    {
        var path = Path.Combine(folder, "file");
        await File.WriteAllBytesAsync(path, new byte[1000]);
        await using var daemon = await Idle.StartAsync();
        await using var plain = await StartPlainAsync(Path.Combine(folder, "plain.db"));
        (string Name, Uri Address)[] both = [("Orchestrator", daemon.Http.BaseAddress!), ("plain Kestrel and SQLite", new Uri(plain.Urls.First()))];
        foreach (var clients in new[] { 1, 16, 64 })
        {
            var rates = both.ToDictionary(one => one.Name, _ => new List<double>());
            var times = both.ToDictionary(one => one.Name, _ => new List<double>());
            // In turns; the first round warms up.
            for (var round = 0; round <= Rounds; round++)
            {
                foreach (var (name, address) in both)
                {
                    var count = number * (clients == 1 ? 1 : 4);
                    var clock = Stopwatch.StartNew();
                    var each = await Idle.SubmitAsync(address, path, count, clients);
                    if (round == 0)
                        continue;
                    rates[name].Add(count / clock.Elapsed.TotalSeconds);
                    times[name].AddRange(each);
                }
            }

            foreach (var (name, _) in both)
            {
                var sorted = times[name].Order().ToArray();
                table.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{name}, {clients} clients"),
                    ("submits/s", rates[name].Order().ElementAt(Rounds / 2)), ("p50 ms", sorted[sorted.Length / 2]), ("p99 ms", sorted[sorted.Length * 99 / 100]));
            }
        }
    }

    // The same journal mode and durability as the daemon's; a commit for each request.
    private static async Task<WebApplication> StartPlainAsync(string file)
    {
        var db = new SqliteConnection($"Data Source={file}");
        db.Open();
        Execute(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var one = new Lock();
        app.MapPost("/v1/transfers", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync();
            lock (one)
                Execute(db, "INSERT INTO row (body) VALUES ($body)", body);
            return Results.Accepted(null, body);
        });
        app.Lifetime.ApplicationStopped.Register(db.Dispose);
        await app.StartAsync();
        return app;
    }

    private static void Execute(SqliteConnection db, string sql, string? body = null)
    {
        using var command = db.CreateCommand();
#pragma warning disable CA2100 // constants
        command.CommandText = sql;
#pragma warning restore CA2100
        if (body is not null)
            command.Parameters.AddWithValue("$body", body);
        command.ExecuteNonQuery();
    }
}
