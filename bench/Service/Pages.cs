using System.Diagnostics;

namespace Orchestrator.Bench.Service;

/// <summary>Pages of lists over HTTP, with the catalogue's bench's database.</summary>
internal static class Pages
{
    private const int Rounds = 200;

    public static async Task RunAsync(string folder, Table table)
    {
        await using var daemon = await Idle.StartAsync(one =>
        {
            Directory.CreateDirectory(one.DataDir);
            foreach (var file in Directory.EnumerateFiles(folder, "orchestrator.db*"))
                File.Copy(file, Path.Combine(one.DataDir, Path.GetFileName(file)));
        });
        using var http = Idle.Client(daemon);
        (string Name, string Query)[] pages =
        [
            ("newest 100", ""),
            ("one state, 100", "&state=Failed"),
            ("one peer and state, 100", "&peer=bot77@example.org&state=Completed"),
            ("text, 100", "&q=report-777"),
            ("stuck, 100", "&stuck=true"),
        ];
        foreach (var (name, query) in pages)
        {
            var times = new List<double>();
            for (var round = 0; round < Rounds + 20; round++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await http.GetAsync(new Uri($"v1/transfers?limit=100{query}", UriKind.Relative));
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                if (round >= 20)
                    times.Add(clock.Elapsed.TotalMilliseconds);
            }

            table.AddTimes(name, times);
        }
    }
}
