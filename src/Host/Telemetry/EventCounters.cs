using System.Collections.Concurrent;
using System.Text.Json;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api.Events;

namespace Orchestrator.Host.Telemetry;

/// <summary>Counts what has happened since the daemon started.</summary>
internal sealed class EventCounters
{
    private readonly ConcurrentDictionary<string, long> _events = [];
    private readonly ConcurrentDictionary<string, long> _roads = [];
    private readonly ConcurrentDictionary<string, long> _reasons = [];
    private readonly ConcurrentDictionary<(string Method, int Status), long> _requests = [];

    /// <summary>Counts until <paramref name="stop"/>.</summary>
    public async Task RunAsync(EventReader events, CancellationToken stop)
    {
        await foreach (var page in events.ReadAsync(null, stop))
        {
            foreach (var happened in page.Items)
                Count(happened);
        }
    }

    /// <summary>Counts a request that was answered.</summary>
    public void Count(string method, int status) => Add(_requests, (method is "GET" or "POST" or "PATCH" or "DELETE" or "HEAD" ? method : "other", status));

    public void Write(PrometheusText text)
    {
        Write(text, "orchestrator_events_total", "Events that were committed, by kind.", "kind", _events);
        Write(text, "orchestrator_streams_total", "Sessions that began to move bytes, by road.", "road", _roads);
        Write(text, "orchestrator_failures_total", "Sessions and transfers that ended badly, by reason.", "reason", _reasons);
        const string Requests = "orchestrator_http_requests_total";
        text.Begin(Requests, "counter", "Requests that were answered.");
        foreach (var ((method, status), count) in _requests)
            text.Sample(Requests, count, ("method", method), ("status", $"{status}"));
    }

    private static void Write(PrometheusText text, string name, string help, string label, ConcurrentDictionary<string, long> counts)
    {
        text.Begin(name, "counter", help);
        foreach (var (value, count) in counts)
            text.Sample(name, count, (label, value));
    }

    private void Count(HistoryEvent happened)
    {
        Add(_events, happened.Kind);
        if (happened.Kind == "streaming-started" && Text(happened.Data, "road") is { } road)
            Add(_roads, road);
        if (happened.Kind is "interrupted" or "ended" && Text(happened.Data, "reason") is { } reason)
            Add(_reasons, reason);
    }

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Add<T>(ConcurrentDictionary<T, long> counts, T key)
        where T : notnull => counts.AddOrUpdate(key, 1, (_, count) => count + 1);
}
