using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>Reads <c>/v1/events</c>.</summary>
internal static class ServerEvents
{
    /// <summary>Reads on until an event is the last wanted, or the daemon dies.</summary>
    /// <returns>The events but progress: id, kind and transfer.</returns>
    public static async Task<List<(long Id, string Kind, string Transfer)>> ReadAsync(HttpClient http, long lastId, Func<(long Id, string Kind, string Transfer), bool> isLast, CancellationToken stop)
    {
        var read = new List<(long Id, string Kind, string Transfer)>();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events");
        request.Headers.Add("Last-Event-ID", lastId.ToString(CultureInfo.InvariantCulture));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(stop))
            {
                if (item.Data.Length == 0 || item.EventType == "progress")
                    continue;
                read.Add((long.Parse(item.EventId!, CultureInfo.InvariantCulture), item.EventType, JsonDocument.Parse(item.Data).RootElement.GetProperty("transferId").GetString()!));
                if (isLast(read[^1]))
                    break;
            }
        }
        catch (IOException)
        {
            // The daemon is dead.
        }
        catch (HttpRequestException)
        {
        }

        return read;
    }
}
