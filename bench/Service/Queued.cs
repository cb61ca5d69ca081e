using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Bench.Service;

/// <summary>What transfers cost that wait in the queue.</summary>
internal static class Queued
{
    public static async Task RunAsync(string folder, Table table, int number)
    {
        var path = Path.Combine(folder, "file");
        await File.WriteAllBytesAsync(path, new byte[1000]);
        await using var daemon = await Idle.StartAsync();
        using var http = Idle.Client(daemon);
        await Idle.SubmitAsync(daemon.Http.BaseAddress!, path, 100, 16);
        var before = await MeasureAsync(http);
        await Idle.SubmitAsync(daemon.Http.BaseAddress!, path, number, 16);
        var after = await MeasureAsync(http);
        table.Add(
            string.Create(CultureInfo.InvariantCulture, $"{number} transfers queued"),
            ("RSS MB", after.Rss / 1e6),
            ("managed MB", after.Managed / 1e6),
            ("RSS MB before", before.Rss / 1e6),
            ("managed bytes each", (after.Managed - before.Managed) / number),
            ("RSS bytes each", (after.Rss - before.Rss) / number));
        await daemon.StopAsync();
        await daemon.StartAsync();
        var again = await MeasureAsync(http);
        table.Add(
            "the same after a restart",
            ("RSS MB", again.Rss / 1e6),
            ("managed MB", again.Managed / 1e6),
            ("RSS MB before", before.Rss / 1e6),
            ("managed bytes each", (again.Managed - before.Managed) / number),
            ("RSS bytes each", (again.Rss - before.Rss) / number));
    }

    // Garbage goes in its own time: the least of some looks.
    private static async Task<(double Rss, double Managed)> MeasureAsync(HttpClient http)
    {
        var looks = new List<JsonElement>();
        for (var n = 0; n < 20; n++)
        {
            looks.Add(await Idle.NodeAsync(http));
            await Task.Delay(250);
        }

        return (looks[^1].GetProperty("rssBytes").GetDouble(), looks.Min(look => look.GetProperty("managedBytes").GetDouble()));
    }
}
