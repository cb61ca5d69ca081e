using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Client;

/// <summary>The daemon's HTTP API, as the client commands use it. Every failure is a <see cref="CommandException"/> with its mend.</summary>
internal sealed class DaemonClient(Uri url) : IDisposable
{
    private const int MaxPage = 1000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string _address = url.ToString().TrimEnd('/');
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = url,
        Timeout = Timeout,
    };

    /// <summary>Hands a file over; <c>Created</c> is false when the key had been used for the same transfer.</summary>
    public async Task<(TransferView Transfer, bool Created)> SubmitAsync(SubmitRequest request, string? key, CancellationToken stop)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/transfers")
        {
            // Not chunked: the body is small, and its length lets the daemon refuse early.
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, ApiJson.Default.SubmitRequest))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        if (key is not null)
            message.Headers.Add("Idempotency-Key", key);
        using var response = await SendAsync(message, stop);
        var transfer = await ReadAsync(response, ApiJson.Default.TransferView, stop);
        return (transfer, response.StatusCode == System.Net.HttpStatusCode.Accepted);
    }

    /// <summary>Transfers, newest first, at most <paramref name="limit"/>; whether there are more.</summary>
    public async Task<(IReadOnlyList<TransferView> Items, bool More)> ListAsync(TransferStatus? state, int limit, CancellationToken stop)
    {
        var all = new List<TransferView>();
        string? cursor = null;
        do
        {
            var query = $"/v1/transfers?limit={Math.Min(limit - all.Count, MaxPage)}";
            if (state is not null)
                query += $"&state={state}";
            if (cursor is not null)
                query += $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await RequestAsync(HttpMethod.Get, query, ApiJson.Default.TransferPage, stop);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && all.Count < limit);
        return (all, cursor is not null);
    }

    /// <summary>One transfer.</summary>
    public Task<TransferView> GetAsync(string id, CancellationToken stop) =>
        RequestAsync(HttpMethod.Get, $"/v1/transfers/{Uri.EscapeDataString(id)}", ApiJson.Default.TransferView, stop);

    /// <summary>Calls a transfer off.</summary>
    public Task<TransferView> CancelAsync(string id, CancellationToken stop) =>
        RequestAsync(HttpMethod.Delete, $"/v1/transfers/{Uri.EscapeDataString(id)}", ApiJson.Default.TransferView, stop);

    public void Dispose() => _http.Dispose();

    private async Task<T> RequestAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken stop)
    {
        using var message = new HttpRequestMessage(method, path);
        using var response = await SendAsync(message, stop);
        return await ReadAsync(response, type, stop);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken stop)
    {
        try
        {
            return await _http.SendAsync(message, stop);
        }
        catch (HttpRequestException e)
        {
            throw new DaemonUnreachableException(
                $"no daemon answers at {_address} ({e.InnerException?.Message ?? e.Message}). "
                + "Start one with 'orchestrator serve --config FILE', or say where it is with --url or ORCHESTRATOR_URL.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new DaemonUnreachableException($"the daemon at {_address} gave no answer within {Timeout.TotalSeconds:0} s; its log tells why.");
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken stop)
    {
        try
        {
            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadFromJsonAsync(type, stop))!;
            var problem = (await response.Content.ReadFromJsonAsync(ApiJson.Default.Problem, stop))!;
            throw new CommandException(ExitCode.Refused, $"{Printable.Of(problem.Detail)} ({problem.Code})");
        }
        catch (JsonException)
        {
            throw new DaemonUnreachableException(
                $"what answers at {_address} (HTTP {(int)response.StatusCode}) is no Orchestrator of this version; check --url or ORCHESTRATOR_URL.");
        }
        catch (HttpRequestException e)
        {
            throw new DaemonUnreachableException($"the connection to {_address} broke ({e.Message}); ask again.");
        }
    }
}
