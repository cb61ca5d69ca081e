using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;

namespace Orchestrator.Bench.Service;

/// <summary>Server-sent events to 100 readers while transfers are submitted.</summary>
internal static class Events
{
    private const int Readers = 100;

    public static async Task RunAsync(string folder, Table table, int number)
    {
        var path = Path.Combine(folder, "file");
        await File.WriteAllBytesAsync(path, new byte[1000]);
        await using var daemon = await Idle.StartAsync();
        await Idle.SubmitAsync(daemon.Http.BaseAddress!, path, 200, 16);
        var alone = Stopwatch.StartNew();
        await Idle.SubmitAsync(daemon.Http.BaseAddress!, path, number, 16);
        alone.Stop();

        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var arrivals = new ConcurrentBag<double>();
        using var http = Idle.Client(daemon);
        http.Timeout = Timeout.InfiniteTimeSpan;
        var opened = new CountdownEvent(Readers);
        var readers = Enumerable.Range(0, Readers).Select(_ => ReadAsync(http, number, opened, arrivals, stop.Token)).ToArray();
        await Task.Run(() => opened.Wait(stop.Token));
        var usage = Throughput.Usage.Begin(daemon.ProcessId);
        var clock = Stopwatch.StartNew();
        await Idle.SubmitAsync(daemon.Http.BaseAddress!, path, number, 16);
        var submitted = clock.Elapsed.TotalSeconds;
        await Task.WhenAll(readers);
        var seconds = clock.Elapsed.TotalSeconds;
        var used = Throughput.Usage.Since(usage, daemon.ProcessId);
        var sorted = arrivals.Order().ToArray();
        table.Add(
            string.Create(CultureInfo.InvariantCulture, $"{number} submits, {Readers} readers"),
            ("events/s to all", (double)number * Readers / seconds),
            ("arrival p50 ms", sorted[sorted.Length / 2]),
            ("arrival p99 ms", sorted[sorted.Length * 99 / 100]),
            ("submits/s", number / submitted),
            ("submits/s without readers", number / alone.Elapsed.TotalSeconds),
            ("CPU s", used.CpuSeconds),
            ("peak RSS MB", used.PeakBytes / 1e6));
    }

    // From the commit's own time to here.
    private static async Task ReadAsync(HttpClient http, int number, CountdownEvent opened, ConcurrentBag<double> arrivals, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/events");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        opened.Signal();
        var seen = 0;
        await foreach (var one in SseParser.Create(body).EnumerateAsync(stop))
        {
            if (one.EventType != "submitted")
                continue;
            var at = System.Text.Json.JsonDocument.Parse(one.Data).RootElement.GetProperty("at").GetDateTimeOffset();
            arrivals.Add((DateTimeOffset.UtcNow - at).TotalMilliseconds);
            if (++seen == number)
                return;
        }
    }
}
