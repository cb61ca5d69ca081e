using System.Net.Http.Json;
using System.Text.Json;

namespace Orchestrator.Bench.Service;

/// <summary>A daemon whose server is not there and that is drained, so that what is submitted stays as it is.</summary>
internal static class Idle
{
    public static async Task<Daemon> StartAsync(Action<Daemon>? prepare = null)
    {
        var daemon = await Daemon.CreateAsync(
            new DaemonOptions { Jid = "bench@localhost", XmppPort = Ports.Free(), Checkpoint = null, More = "http { requests-per-second = 1000000 }" },
            start: false);
        prepare?.Invoke(daemon);
        await daemon.StartAsync();
        using var http = Client(daemon);
        using var drained = await http.PostAsync(new Uri("v1/node/drain", UriKind.Relative), null);
        drained.EnsureSuccessStatusCode();
        return daemon;
    }

    public static HttpClient Client(Daemon daemon) => new() { BaseAddress = daemon.Http.BaseAddress! };

    /// <summary>Submits so many transfers over so many connections at once; the milliseconds of each.</summary>
    public static async Task<double[]> SubmitAsync(Uri address, string path, int count, int clients)
    {
        using var http = new HttpClient { BaseAddress = address };
        var times = new double[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (int n; (n = Interlocked.Increment(ref next)) < count;)
            {
                var began = System.Diagnostics.Stopwatch.GetTimestamp();
                using var answer = await http.PostAsJsonAsync("v1/transfers", new { path, peer = "peer@localhost" });
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                times[n] = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        }));
        return times;
    }

    public static async Task<JsonElement> NodeAsync(HttpClient http) => await http.GetFromJsonAsync<JsonElement>("v1/node");
}
