using System.Text;
using System.Text.Json;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Actors;
using Orchestrator.Host.Api;
using Orchestrator.Host.Api.Uploads;
using Orchestrator.Host.Configuration;
using Orchestrator.Sandbox;

namespace Orchestrator.Tests.Host.Api;

/// <summary>The real API on a real node; its account is on the sandbox server, where no peer ever comes.</summary>
public sealed class ApiFixture : IAsyncLifetime, IDisposable
{
    /// <summary>A token that may write.</summary>
    public const string WriteToken = "write-write-write";

    /// <summary>A token that may read.</summary>
    public const string ReadToken = "read-read-read-read";

    private readonly TempFolder _folder = new();
    private SandboxServer? _server;
    private OrchestratorNode? _node;
    private ApiServer? _api;

    /// <summary>Asks the API, and holds every answer against the OpenAPI document.</summary>
    public HttpClient Http { get; } = new(new ContractHandler());

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Users = new Dictionary<string, string> { ["bot"] = "secret" } });
        _folder.Write("password", "secret");
        _folder.Write("write.token", WriteToken);
        _folder.Write("read.token", ReadToken);
        _folder.Write("data/.keep", "");
        var settings = Settings("");
        _node = await OrchestratorNode.StartAsync(settings.Node, NullLoggerFactory.Instance);
        _api = await ApiServer.StartAsync(settings, _node, NullLoggerFactory.Instance);
        Http.BaseAddress = new Uri(_api.Address);
    }

    public async Task DisposeAsync()
    {
        await _api!.DisposeAsync();
        await _node!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    public void Dispose()
    {
        Http.Dispose();
        _folder.Dispose();
    }

    /// <summary>A second API on the same node, with settings of its own.</summary>
    internal Task<ApiServer> ServeAsync(string http, string more = "", ILoggerFactory? loggers = null) =>
        ApiServer.StartAsync(Settings(http, more), _node!, loggers ?? NullLoggerFactory.Instance);

    /// <summary>Where uploaded content waits.</summary>
    internal Spool Spool => new(_folder.In("data"));

    /// <summary>The admin actor.</summary>
    internal IActorRef Admin => _node!.Admin;

    /// <summary>A place in the fixture's folder.</summary>
    public string In(string name) => _folder.In(name);

    /// <summary>A new file; returns its path.</summary>
    public string File(string text = "content") => _folder.Write($"{Guid.NewGuid():N}.txt", text);

    /// <summary>Submits a file.</summary>
    public Task<HttpResponseMessage> SubmitAsync(string path, string? key = null, string peer = "alice@localhost") =>
        PostAsync(JsonSerializer.Serialize(new { path, peer }), key);

    /// <summary>Posts a body as it is.</summary>
    public async Task<HttpResponseMessage> PostAsync(string body, string? key = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/transfers") { Content = new StringContent(body, Encoding.UTF8, type) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await Http.SendAsync(request);
    }

    /// <summary>The body as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    private HostSettings Settings(string http, string more = "") => SettingsReader.Read(_folder.In("my.conf"), $$"""
        orchestrator {
          data-dir = data
          accounts = [ { jid = "bot@localhost", host = "127.0.0.1", port = {{_server!.C2sPort}}, tls = insecure, password-file = password } ]
          s5b.listen = "127.0.0.1:0"
          http { {{(http.Contains("url", StringComparison.Ordinal) ? "" : "url = \"http://127.0.0.1:0\"\n")}}{{http}} }
          {{more}}
        }
        """);
}
