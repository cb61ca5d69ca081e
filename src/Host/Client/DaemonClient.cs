using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Client;

/// <summary>The daemon's HTTP API, as the client commands use it. Every failure is a <see cref="CommandException"/> with its mend.</summary>
/// <param name="address">Where it is.</param>
/// <param name="token">The bearer token, or null.</param>
internal sealed class DaemonClient(DaemonAddress address, string? token = null) : IDisposable
{
    private const int MaxPage = 1000;
    private const int UploadBufferBytes = 256 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(address.Handler())
    {
        BaseAddress = address.Url,
        // Bulk commands take their time; everything else has Timeout.
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    // ---- transfers

    /// <summary>Hands a file over; <c>Created</c> is false when the key had been used for the same transfer.</summary>
    public async Task<(TransferView Transfer, bool Created)> SubmitAsync(SubmitRequest request, string? key, CancellationToken stop)
    {
        using var message = Message(HttpMethod.Post, "/v1/transfers", request, ApiJson.Default.SubmitRequest);
        if (key is not null)
            message.Headers.Add("Idempotency-Key", key);
        using var response = await SendAsync(message, Timeout, stop);
        var transfer = await ReadAsync(response, ApiJson.Default.TransferView, stop);
        return (transfer, response.StatusCode == System.Net.HttpStatusCode.Accepted);
    }

    /// <summary>Hands a file over with its content. Under the key of an upload that broke off it goes on where that was.</summary>
    public async Task<(TransferView Transfer, bool Created)> UploadAsync(SubmitRequest request, string key, CancellationToken stop)
    {
        await using var file = Open(request.Path);
        var offset = await UploadedAsync(key, stop);
        if (offset > file.Length)
            throw new CommandException(ExitCode.Refused, $"{Printable.Of(request.Path)} has {file.Length} bytes, but under this key {offset} were uploaded already; take another --key for another content.");
        // A range has at least one byte: what came whole and was not answered ends with its last one again.
        file.Position = Math.Min(offset, Math.Max(0, file.Length - 1));
        using var message = new HttpRequestMessage(HttpMethod.Post, UploadQuery.Of(request)) { Content = new StreamContent(file, UploadBufferBytes) };
        message.Headers.Add("Idempotency-Key", key);
        // When the daemon has it all, it answers at once and wants no body.
        message.Headers.ExpectContinue = true;
        if (file.Position > 0)
            message.Content.Headers.ContentRange = new ContentRangeHeaderValue(file.Position, file.Length - 1, file.Length);
        try
        {
            // As long as it takes; TCP notices when the daemon is gone.
            using var response = await SendAsync(message, System.Threading.Timeout.InfiniteTimeSpan, stop);
            return (await ReadAsync(response, ApiJson.Default.TransferView, stop), response.StatusCode == System.Net.HttpStatusCode.Accepted);
        }
        catch (DaemonUnreachableException e)
        {
            throw new DaemonUnreachableException($"{e.Message} The upload goes on where it broke off with --key {key}.");
        }
    }

    /// <summary>Transfers of a filter (<c>name=value</c> of the query), at most <paramref name="limit"/>; whether there are more.</summary>
    public async Task<(IReadOnlyList<TransferView> Items, bool More)> ListAsync(string filter, string sort, int limit, CancellationToken stop)
    {
        var all = new List<TransferView>();
        string? cursor = null;
        do
        {
            var query = $"/v1/transfers?sort={sort}&limit={Math.Min(limit - all.Count, MaxPage)}{filter}";
            if (cursor is not null)
                query += $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await GetAsync(query, ApiJson.Default.TransferPage, stop);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && all.Count < limit);
        return (all, cursor is not null);
    }

    /// <summary>One transfer.</summary>
    public Task<TransferView> GetAsync(string id, CancellationToken stop) => GetAsync(Path(id), ApiJson.Default.TransferView, stop);

    /// <summary>Pauses, resumes, cancels or retries one transfer.</summary>
    public Task<TransferView> ActAsync(string id, TransferAction action, CancellationToken stop) =>
        PostAsync($"{Path(id)}/{action.ToString().ToLowerInvariant()}", ApiJson.Default.TransferView, stop);

    /// <summary>Changes what is not null.</summary>
    public Task<TransferView> AdjustAsync(string id, AdjustRequest change, CancellationToken stop) =>
        RequestAsync(Message(HttpMethod.Patch, Path(id), change, ApiJson.Default.AdjustRequest), ApiJson.Default.TransferView, Timeout, stop);

    /// <summary>One command for all transfers of a filter; however long it takes.</summary>
    public Task<AdminProtocol.ActedOnAll> ActOnAllAsync(BulkRequest request, CancellationToken stop) => RequestAsync(
        Message(HttpMethod.Post, "/v1/transfers/actions", request, ApiJson.Default.BulkRequest), ApiJson.Default.ActedOnAll, System.Threading.Timeout.InfiniteTimeSpan, stop);

    /// <summary>Why it is where it is.</summary>
    public Task<Explanation> ExplainAsync(string id, CancellationToken stop) => GetAsync($"{Path(id)}/explain", ApiJson.Default.Explanation, stop);

    /// <summary>All that happened to it, page by page.</summary>
    public async IAsyncEnumerable<HistoryEvent> HistoryAsync(string id, [EnumeratorCancellation] CancellationToken stop)
    {
        long? after = 0;
        while (after is not null)
        {
            var page = await GetAsync($"{Path(id)}/history?after={after}&limit={MaxPage}", ApiJson.Default.HistoryPage, stop);
            foreach (var happened in page.Items)
                yield return happened;
            after = page.Next;
        }
    }

    // ---- the house

    /// <summary>Counts, by what.</summary>
    public Task<AdminProtocol.Counts> CountAsync(string by, string filter, CancellationToken stop) =>
        GetAsync($"/v1/counts?by={Uri.EscapeDataString(by)}{filter}", ApiJson.Default.Counts, stop);

    /// <summary>The accounts.</summary>
    public Task<ImmutableArray<AccountView>> AccountsAsync(CancellationToken stop) => GetAsync("/v1/accounts", ApiJson.Default.ImmutableArrayAccountView, stop);

    /// <summary>Connects or disconnects an account.</summary>
    public Task<AccountView> SetAccountAsync(string jid, bool enabled, CancellationToken stop) =>
        PostAsync($"/v1/accounts/{Uri.EscapeDataString(jid)}/{Verb(enabled)}", ApiJson.Default.AccountView, stop);

    /// <summary>The SOCKS5 proxies.</summary>
    public Task<ImmutableArray<ProxyView>> ProxiesAsync(CancellationToken stop) => GetAsync("/v1/proxies", ApiJson.Default.ImmutableArrayProxyView, stop);

    /// <summary>Uses a proxy, or uses it no more.</summary>
    public Task<ProxyView> SetProxyAsync(string jid, bool enabled, CancellationToken stop) =>
        PostAsync($"/v1/proxies/{Uri.EscapeDataString(jid)}/{Verb(enabled)}", ApiJson.Default.ProxyView, stop);

    /// <summary>The daemon itself.</summary>
    public Task<NodeView> NodeAsync(CancellationToken stop) => GetAsync("/v1/node", ApiJson.Default.NodeView, stop);

    /// <summary>Starts no session any more, or does again.</summary>
    public Task<NodeView> DrainAsync(bool drain, CancellationToken stop) => PostAsync(drain ? "/v1/node/drain" : "/v1/node/undrain", ApiJson.Default.NodeView, stop);

    /// <summary>Events as they are committed, from after a cursor on (null: from now), until <paramref name="stop"/> or the daemon ends.</summary>
    public async IAsyncEnumerable<SseItem<string>> EventsAsync(long? after, string? transfer, bool follow, [EnumeratorCancellation] CancellationToken stop)
    {
        var query = string.Join('&', new[] { after is null ? null : $"after={after}", transfer is null ? null : $"transfer={Uri.EscapeDataString(transfer)}", follow ? null : "follow=false" }.Where(q => q is not null));
        using var message = new HttpRequestMessage(HttpMethod.Get, query.Length == 0 ? "/v1/events" : $"/v1/events?{query}");
        using var response = await SendAsync(message, Timeout, stop);
        if (!response.IsSuccessStatusCode)
            await ReadAsync(response, ApiJson.Default.Problem, stop);
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(stop))
            yield return item;
    }

    public void Dispose() => _http.Dispose();

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Refused, Printable.Of($"{path} cannot be read: {e.Message}"));
        }
    }

    private async Task<long> UploadedAsync(string key, CancellationToken stop)
    {
        using var message = new HttpRequestMessage(HttpMethod.Head, UploadQuery.Path);
        message.Headers.Add("Idempotency-Key", key);
        using var response = await SendAsync(message, Timeout, stop);
        // Nothing of it, or a refusal, which the upload itself gets in words.
        return response.IsSuccessStatusCode && response.Headers.TryGetValues("Upload-Offset", out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
    }

    private static string Path(string id) => $"/v1/transfers/{Uri.EscapeDataString(id)}";

    private static string Verb(bool enabled) => enabled ? "enable" : "disable";

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop) =>
        RequestAsync(new HttpRequestMessage(HttpMethod.Get, path), type, Timeout, stop);

    private Task<T> PostAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop) =>
        RequestAsync(new HttpRequestMessage(HttpMethod.Post, path), type, Timeout, stop);

    // Not chunked: the body is small, and its length lets the daemon refuse early.
    private static HttpRequestMessage Message<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> type) => new(method, path)
    {
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        },
    };

    private async Task<T> RequestAsync<T>(HttpRequestMessage message, JsonTypeInfo<T> type, TimeSpan patience, CancellationToken stop)
    {
        using (message)
        {
            using var response = await SendAsync(message, patience, stop);
            return await ReadAsync(response, type, stop);
        }
    }

    // The patience is for the answer's beginning: what comes then, comes from a daemon that lives.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, TimeSpan patience, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(patience);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException untrusted)
        {
            throw new DaemonUnreachableException(
                $"{address.Text} has no certificate that is trusted here ({untrusted.Message}). Name the file of the CA in SSL_CERT_FILE, or write the name that the certificate is for.");
        }
        catch (HttpRequestException e)
        {
            throw new DaemonUnreachableException(
                $"no daemon answers at {address.Text} ({e.InnerException?.Message ?? e.Message}). "
                + "Start one with 'orchestrator serve --config FILE', or say where it is with --url or ORCHESTRATOR_URL.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new DaemonUnreachableException($"the daemon at {address.Text} gave no answer within {patience.TotalSeconds:0} s; its log tells why.");
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken stop)
    {
        try
        {
            if (response.IsSuccessStatusCode)
                return (await response.Content.ReadFromJsonAsync(type, stop))!;
            var problem = (await response.Content.ReadFromJsonAsync(ApiJson.Default.Problem, stop))!;
            var here = problem.Code == "unauthorized" ? " Commands take it from --token-file or ORCHESTRATOR_TOKEN." : "";
            throw new CommandException(ExitCode.Refused, $"{Printable.Of(problem.Detail)}{here} ({problem.Code})");
        }
        catch (JsonException)
        {
            throw new DaemonUnreachableException(
                $"what answers at {address.Text} (HTTP {(int)response.StatusCode}) is no Orchestrator of this version; check --url or ORCHESTRATOR_URL.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new DaemonUnreachableException($"the connection to {address.Text} broke ({e.Message}); ask again.");
        }
    }
}
