using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>The HTTP API of two daemons on Prosody, as a bot's author uses it, through the life of one transfer.</summary>
public sealed partial class ApiTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const string Secret = "a-secret-of-the-test";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task One_transfer_is_submitted_explained_paused_resumed_and_told_by_every_means()
    {
        using var patience = new CancellationTokenSource(_patience);
        using var folder = new TempFolder();
        await using var listener = await Listener.StartAsync();
        await File.WriteAllTextAsync(folder["secret"], Secret, patience.Token);
        var (from, to) = prosody.NewPair();
        var sender = prosody.StartTls(from) with
        {
            Transfer = "max-rate = 512KiB",
            More = $$"""
                http.webhooks = [ { url = "{{listener.Url}}/hook", secret-file = "{{folder["secret"]}}" } ]
                telemetry.otlp = "{{listener.Url}}"
                """,
        };
        await using var pair = await DaemonPair.StartAsync(sender, prosody.StartTls(to));
        var file = pair.NewFile(6 << 20);
        var http = pair.Sender.Http;

        // From here on the webhook is told everything.
        var cursors = Path.Combine(Path.GetDirectoryName(pair.Sender.ConfigFile)!, "data", "webhooks");
        await Wait.UntilAsync(() => Directory.Exists(cursors) && Directory.GetFiles(cursors).Length == 1, _patience, () => pair.Sender.Log);

        // Drained: accepted, waits, and says for what.
        (await PostAsync(http, "/v1/node/drain")).GetProperty("draining").GetBoolean().ShouldBeTrue();
        var events = ServerEvents.ReadAsync(http, 0, happened => happened.Kind == "completed", patience.Token);
        var id = (await pair.Sender.SendAsync(file.Path, pair.Peer, key: "one")).Id;
        (await GetAsync(http, $"/v1/transfers/{id}/explain")).GetProperty("waitsFor").GetString().ShouldBe("drain");
        (await PostAsync(http, "/v1/node/undrain")).GetProperty("draining").GetBoolean().ShouldBeFalse();

        await pair.Sender.WaitAsync(id, t => t.State == "Streaming");
        (await PostAsync(http, $"/v1/transfers/{id}/pause")).GetProperty("state").GetString().ShouldBe("Paused");
        (await GetAsync(http, "/v1/transfers?state=Paused")).GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString().ShouldBe(id);
        using (var changed = await http.PatchAsync(new Uri($"/v1/transfers/{id}", UriKind.Relative), JsonContent.Create(new { maxRate = 100 << 20, priority = 7 }), patience.Token))
            changed.IsSuccessStatusCode.ShouldBeTrue();
        (await PostAsync(http, $"/v1/transfers/{id}/resume")).GetProperty("state").GetString().ShouldBe("Queued");
        await pair.ShouldArriveAsync(id, file);

        // Its story, as events, as history, to the webhook and to the collector.
        var told = (await events).Select(happened => happened.Kind).ToList();
        told.ShouldBe(await pair.Sender.HistoryAsync(id));
        told.ShouldBeSubsetOf(["submitted", "session-started", "streaming-started", "checkpointed", "paused", "adjusted", "resumed", "interrupted", "bytes-done", "completed"]);
        await Wait.UntilAsync(() => Hooks(listener).Count == told.Count, _patience,
            () => $"told: {string.Join(' ', told)}\nposted: {string.Join(' ', Hooks(listener))}\n{string.Join('\n', listener.Posts.Select(post => $"{post.Path} {post.Signature} {post.Body.Length}"))}\n{pair.Sender.Log}");
        Hooks(listener).ShouldBe(told);
        string[] spans = ["transfer", "session 1", "session 2", "discover", "offer", "connect", "stream", "verify", id];
        await Wait.UntilAsync(() => spans.All(Traced), _patience, () => $"not all of {string.Join(", ", spans.Where(span => !Traced(span)))}\n{pair.Sender.Log}");

        // The house.
        var counts = await GetAsync(http, "/v1/counts?by=road");
        counts.GetProperty("groups").EnumerateArray().Single().GetProperty("key").GetString().ShouldBe("s5b-direct");
        var account = (await GetAsync(http, "/v1/accounts")).EnumerateArray().Single();
        (account.GetProperty("jid").GetString(), account.GetProperty("state").GetString()).ShouldBe((from, "online"));
        (await GetAsync(http, "/v1/proxies")).EnumerateArray().Select(proxy => proxy.GetProperty("jid").GetString()).ShouldContain("proxy.localhost");
        foreach (var line in (await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), patience.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            MetricLine().IsMatch(line).ShouldBeTrue(line);
        var paths = (await GetAsync(http, "/v1/openapi.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        new[] { "/v1/transfers", "/v1/transfers/{id}", "/v1/transfers/{id}/explain", "/v1/transfers/upload", "/v1/events", "/v1/node/drain", "/metrics", "/health/ready" }.ShouldBeSubsetOf(paths);

        bool Traced(string name) => listener.Posts.Any(post => post.Path == "/v1/traces" && post.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0);
    }

    /// <summary>The kinds of the events that were posted with a good signature, in their order.</summary>
    private static List<string> Hooks(Listener listener) =>
    [
        .. listener.Posts.Where(post => post.Path == "/hook" && IsSigned(post.Signature, post.Body))
            .Select(post => JsonDocument.Parse(post.Body).RootElement.GetProperty("kind").GetString()!),
    ];

    // As docs/api.md tells receivers to do it.
    private static bool IsSigned(string signature, byte[] body)
    {
        var parts = signature.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        var age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts["t"], CultureInfo.InvariantCulture));
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes(parts["t"] + "."), .. body]);
        return age < TimeSpan.FromMinutes(5) && CryptographicOperations.FixedTimeEquals(mac, Convert.FromHexString(parts["v1"]));
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path) => await http.GetFromJsonAsync<JsonElement>(path);

    private static async Task<JsonElement> PostAsync(HttpClient http, string path)
    {
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), null);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement;
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? -?[0-9.eE+-]+)$""")]
    private static partial Regex MetricLine();
}
