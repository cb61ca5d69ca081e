using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Tests.Interop.Files;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>A real <c>orchestrator serve</c> with a folder and configuration of its own, that can be killed and started again.</summary>
public sealed class Daemon : IAsyncDisposable
{
    public const string PasswordVariable = "INTEROP_PASSWORD";

    /// <summary>Makes the daemon kill itself with SIGKILL right after the named event is committed.</summary>
    public const string FailPointVariable = "ORCHESTRATOR_FAILPOINT";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();
    private readonly DaemonOptions _options;
    private readonly List<string> _outputs = [];
    private readonly HttpClient _http;
    private ChildProcess? _process;

    private Daemon(DaemonOptions options)
    {
        var httpPort = Ports.Free();
        _options = options;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}"), Timeout = _patience };
        Inbox = _folder.NewFolder("inbox");
        ConfigFile = _folder["orchestrator.conf"];
        File.WriteAllText(ConfigFile, options.ToHocon(_folder["data"], Inbox, httpPort));
    }

    public string ConfigFile { get; }

    public string Inbox { get; }

    /// <summary>A client of its API.</summary>
    public HttpClient Http => _http;

    public string DataDir => _folder["data"];

    public int ProcessId => _process!.Id;

    /// <summary>What all runs of the daemon printed.</summary>
    public string Log => string.Join("\n-- restart --\n", [.. _outputs, _process?.Output ?? ""]);

    /// <summary>Everything in the inbox, hidden partials too, as names.</summary>
    public string[] InboxFiles => [.. Directory.EnumerateFileSystemEntries(Inbox).Select(path => Path.GetFileName(path)!).Order()];

    /// <summary>Creates the folder and the configuration, and starts the daemon unless told not to.</summary>
    public static async Task<Daemon> CreateAsync(DaemonOptions options, string? failPoint = null, bool start = true)
    {
        var daemon = new Daemon(options);
        if (start)
            await daemon.StartAsync(failPoint);
        return daemon;
    }

    /// <summary>Starts the program and waits until its API answers.</summary>
    public async Task StartAsync(string? failPoint = null)
    {
        await LaunchAsync(failPoint);
        await Wait.UntilAsync(AnswersAsync, _patience, () => $"the daemon of {_options.Jid} does not answer:\n{Log}");
    }

    /// <summary>Waits until its account can be reached.</summary>
    public Task OnlineAsync() => Wait.UntilAsync(
        async () => (await GetJsonAsync<JsonElement>("/v1/accounts"))[0].GetProperty("state").GetString() == "online",
        _patience,
        () => Log);

    /// <summary>Starts the program and waits for nothing.</summary>
    public async Task LaunchAsync(string? failPoint = null)
    {
        if (_process is not null)
        {
            _outputs.Add(_process.Output);
            await _process.DisposeAsync();
        }

        var environment = new Dictionary<string, string> { [PasswordVariable] = _options.Password };
        if (failPoint is not null)
            environment[FailPointVariable] = failPoint;
        string[] command = [.. _options.Launcher(Inbox), HostProgram.DotNet, HostProgram.Path, "serve", "--config", ConfigFile];
        _process = await ChildProcess.StartAsync(command[0], command[1..], environment);
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>SIGTERM, and the exit code.</summary>
    public Task<int> StopAsync()
    {
        _process!.Terminate();
        return ExitAsync();
    }

    /// <summary>Waits until the program ends by itself, as at a fail point or when it refuses to start.</summary>
    public Task<int> ExitAsync() => _process!.ExitAsync(_patience);

    /// <summary>Hands a file over.</summary>
    public async Task<Transfer> SendAsync(string path, string peer, string? key = null, string? description = null)
    {
        using var response = await PostAsync(path, peer, key, description);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode} {body}\n{Log}");
        return (await response.Content.ReadFromJsonAsync<Transfer>(Transfer.Json))!;
    }

    /// <summary>The raw answer to a submission.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string peer, string? key = null, string? description = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/transfers")
        {
            Content = JsonContent.Create(new { path, peer, description }),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await _http.SendAsync(request);
    }

    public Task<Transfer> GetAsync(string id) => GetJsonAsync<Transfer>($"/v1/transfers/{id}");

    /// <summary>All transfers, newest first.</summary>
    public async Task<Transfer[]> ListAsync() => (await GetJsonAsync<Page>("/v1/transfers?limit=1000")).Items;

    /// <summary>The kinds of the events of a transfer, the oldest first.</summary>
    public async Task<string[]> HistoryAsync(string id) =>
        [.. (await GetJsonAsync<JsonElement>($"/v1/transfers/{id}/history?limit=1000")).GetProperty("items").EnumerateArray().Select(happened => happened.GetProperty("kind").GetString()!)];

    /// <summary>What the daemon knows of SOCKS5 proxies.</summary>
    public Task<Proxy[]> ProxiesAsync() => GetJsonAsync<Proxy[]>("/v1/proxies");

    public Task<Node> NodeAsync() => GetJsonAsync<Node>("/v1/node");

    public async Task CancelAsync(string id)
    {
        using var response = await _http.DeleteAsync(new Uri($"/v1/transfers/{id}", UriKind.Relative));
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode}\n{Log}");
    }

    /// <summary>Does <c>pause</c>, <c>resume</c>, <c>cancel</c> or <c>retry</c>; what the transfer is then.</summary>
    public async Task<Transfer> ActAsync(string id, string action)
    {
        using var response = await _http.PostAsync(new Uri($"/v1/transfers/{id}/{action}", UriKind.Relative), null);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode} {body}\n{Log}");
        return JsonSerializer.Deserialize<Transfer>(body, Transfer.Json)!;
    }

    /// <summary>Waits until the transfer is as wished; fails at once when it ends in another way.</summary>
    public async Task<Transfer> WaitAsync(string id, Func<Transfer, bool> wished, TimeSpan? timeout = null)
    {
        Transfer? last = null;
        await Wait.UntilAsync(
            async () =>
            {
                last = await GetAsync(id);
                return wished(last) || last.IsFinal;
            },
            timeout ?? _patience,
            () => $"{last}\n{Log}");
        wished(last!).ShouldBeTrue($"{last}\n{Log}");
        return last!;
    }

    public Task<Transfer> WaitAsync(string id, string state, TimeSpan? timeout = null) => WaitAsync(id, t => t.State == state, timeout);

    /// <summary>The one incoming transfer, as soon as it is as wished.</summary>
    public async Task<Transfer> IncomingAsync(Func<Transfer, bool> wished, TimeSpan? timeout = null)
    {
        Transfer[] all = [];
        await Wait.UntilAsync(
            async () => (all = await ListAsync()).Any(t => t.Direction == "incoming" && (wished(t) || t.IsFinal)),
            timeout ?? _patience,
            () => $"incoming: {string.Join('\n', all.AsEnumerable())}\n{Log}");
        var incoming = all.Single(t => t.Direction == "incoming");
        wished(incoming).ShouldBeTrue($"{incoming}\n{Log}");
        return incoming;
    }

    public Task<Transfer> IncomingAsync(string state, TimeSpan? timeout = null) => IncomingAsync(t => t.State == state, timeout);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        _process!.HasExited.ShouldBeFalse($"the daemon of {_options.Jid} ended:\n{Log}");
        try
        {
            using var response = await _http.GetAsync(new Uri("/v1/transfers", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<T> GetJsonAsync<T>(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{response.StatusCode} {body}\n{Log}");
        return JsonSerializer.Deserialize<T>(body, Transfer.Json)!;
    }

    /// <summary>The daemon itself as the HTTP API shows it.</summary>
    public sealed record Node(int Live, int Active, int Receiving);

    /// <summary>A proxy as the HTTP API shows it.</summary>
    public sealed record Proxy(string Jid, string State, int Successes, int Streams, double? BytesPerSecond);

    private sealed record Page(Transfer[] Items);
}
