using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api.Events;

namespace Orchestrator.Host.Api.Webhooks;

/// <summary>
/// Tells one target of every event, at least once: those of one transfer in their order, those of several beside each other. A target that
/// hangs or fails is asked again, and holds up nobody but itself.
/// </summary>
internal sealed class WebhookSender(WebhookSettings target, WebhookCursor cursor, HttpClient http, TimeProvider time, ILogger log)
{
    /// <summary>So often a target may refuse an event, in half a minute, before it is told no more of it and of others instead.</summary>
    public const int MaxRejections = 6;

    private const int AtOnce = 8;
    private static readonly TimeSpan MinBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromMinutes(1);

    // A target that is gone for longer loses what is older.
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    // Without what may be a secret in it.
    private readonly string _name = target.Url.GetLeftPart(UriPartial.Path);

    /// <summary>A client that fits: no proxy, no redirects, no long waits.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>Tells until <paramref name="stop"/>.</summary>
    public async Task RunAsync(EventReader events, CancellationToken stop)
    {
        var from = cursor.Read();
        if (from is null)
        {
            from = await events.NewestAsync(stop);
            cursor.Write(from.Value);
        }

        await foreach (var page in events.ReadAsync(from, stop))
        {
            if (page.Missed is { } gap)
                WebhookLog.Missed(log, _name, gap.From, gap.To);
            var transfers = page.Items.Where(happened => target.Events.IsEmpty || target.Events.Contains(happened.Kind)).GroupBy(happened => happened.TransferId);
            await Parallel.ForEachAsync(transfers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (transfer, token) =>
            {
                foreach (var happened in transfer)
                    await TellAsync(happened, token);
            });
            cursor.Write(page.Next);
        }
    }

    private async Task TellAsync(HistoryEvent happened, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(happened, ApiJson.Default.HistoryEvent);
        var rejections = 0;
        for (var backoff = MinBackoff; ; backoff = backoff * 2 < MaxBackoff ? backoff * 2 : MaxBackoff)
        {
            if (await TryAsync(happened, body, stop) is not { } fault)
                return;
            rejections += fault.IsRejection ? 1 : 0;
            if (rejections == MaxRejections || time.GetUtcNow() - happened.At > MaxAge)
            {
                WebhookLog.GivenUp(log, _name, happened.Cursor, fault.Text);
                return;
            }

            WebhookLog.Failed(log, _name, happened.Cursor, fault.Text, backoff);
            await Task.Delay(backoff, time, stop);
        }
    }

    /// <summary>What went wrong; null: nothing.</summary>
    private async Task<Fault?> TryAsync(HistoryEvent happened, byte[] body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("Orchestrator-Event", happened.Kind);
        request.Headers.Add("Orchestrator-Delivery", happened.Cursor.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Orchestrator-Signature", target.Secret.Sign(body, time.GetUtcNow()));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            return response.IsSuccessStatusCode ? null : new Fault($"it answered {(int)response.StatusCode}", IsRejection((int)response.StatusCode));
        }
        catch (HttpRequestException e)
        {
            return new Fault(e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Fault($"it gave no answer within {http.Timeout.TotalSeconds:0} s");
        }
    }

    // The client errors that do not say of themselves that they pass: timeout, too early, too many requests (RFC 9110 §15.5, RFC 8470, RFC 6585).
    private static bool IsRejection(int status) => status is >= 400 and < 500 and not (408 or 425 or 429);

    private sealed record Fault(string Text, bool IsRejection = false);
}
