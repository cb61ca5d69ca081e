using System.Net;
using System.Text.Json;

namespace Orchestrator.Tests.Host.Api;

/// <summary>A reader of <c>/v1/events</c>.</summary>
internal sealed class EventFeed : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventFeed(HttpResponseMessage response, Stream stream) => (_response, _lines) = (response, new StreamReader(stream));

    /// <summary>The last id that was told.</summary>
    public long LastId { get; private set; }

    /// <summary>Connects, and waits until it is told where it begins.</summary>
    public static async Task<EventFeed> OpenAsync(HttpClient http, string query = "", long? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events{query}");
        if (lastId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", $"{lastId}");
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var feed = new EventFeed(response, await response.Content.ReadAsStreamAsync());
        await feed.BlockAsync();
        return feed;
    }

    /// <summary>The next event but progress.</summary>
    public async Task<(string Kind, JsonElement Data)> NextAsync()
    {
        while (true)
        {
            var (kind, data) = await BlockAsync();
            if (kind is not (null or "progress"))
                return (kind, JsonDocument.Parse(data).RootElement);
        }
    }

    /// <summary>Events up to one of this kind and transfer.</summary>
    public async Task<IReadOnlyList<(string Kind, JsonElement Data)>> UntilAsync(string kind, string transfer)
    {
        var all = new List<(string Kind, JsonElement Data)>();
        do
            all.Add(await NextAsync());
        while (all[^1].Kind != kind || all[^1].Data.GetProperty("transferId").GetString() != transfer);
        return all;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private async Task<(string? Kind, string Data)> BlockAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var (kind, data) = ((string?)null, "");
        while (await _lines.ReadLineAsync(patience.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                kind = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data += line[6..];
        }

        return (kind, data);
    }
}
