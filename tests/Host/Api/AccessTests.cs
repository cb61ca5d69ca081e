using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orchestrator.Host;
using Orchestrator.Host.Api;

namespace Orchestrator.Tests.Host.Api;

/// <summary>Who gets in, over what, and how many at once.</summary>
public sealed class AccessTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Tokens = "token-file = \"write.token\", read-token-file = \"read.token\"";

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong-wrong-wrong")]
    [InlineData("Basic d3JpdGUtd3JpdGUtd3JpdGU=")]
    [InlineData("Bearer write-write-writ")]
    [InlineData("Bearer write-write-write-write")]
    public async Task A_wrong_token_is_told_so(string? authorization)
    {
        await using var server = await api.ServeAsync(Tokens);
        using var http = Client(server, authorization);
        using var response = await http.GetAsync("/v1/transfers");
        await Problems.ShouldBeAsync(response, 401, "unauthorized");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task A_reader_may_look_but_not_change()
    {
        await using var server = await api.ServeAsync(Tokens);
        using var reader = Client(server, $"Bearer {ApiFixture.ReadToken}");
        using var writer = Client(server, $"Bearer {ApiFixture.WriteToken}");

        using var looked = await reader.GetAsync("/v1/transfers");
        looked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var changed = await reader.DeleteAsync("/v1/transfers/nosuch");
        await Problems.ShouldBeAsync(changed, 403, "forbidden");
        using var written = await writer.DeleteAsync("/v1/transfers/nosuch");
        await Problems.ShouldBeAsync(written, 404, "no-such-transfer");
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData("own", 404)]
    public async Task A_web_page_of_somebody_else_commands_nothing(string origin, int status)
    {
        await using var server = await api.ServeAsync("");
        using var http = Client(server, null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/transfers/nosuch/cancel");
        request.Headers.Add("Origin", origin == "own" ? server.Address : origin);
        using var response = await http.SendAsync(request);
        await Problems.ShouldBeAsync(response, status, status == 403 ? "cross-origin" : "no-such-transfer");
    }

    [Fact]
    public async Task Health_needs_no_token()
    {
        await using var server = await api.ServeAsync(Tokens);
        using var http = Client(server, null);
        foreach (var status in new[] { "live", "ready" })
        {
            using var response = await http.GetAsync($"/health/{status}");
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await ApiFixture.JsonAsync(response)).GetProperty("status").GetString().ShouldBe(status);
        }
    }

    [Fact]
    public async Task With_a_token_any_name_will_do()
    {
        await using var server = await api.ServeAsync(Tokens);
        using var http = Client(server, $"Bearer {ApiFixture.ReadToken}");
        http.DefaultRequestHeaders.Host = "files.example.org";
        using var response = await http.GetAsync("/v1/transfers");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_unix_socket_is_for_its_owner_alone_and_replaces_one_that_a_killed_daemon_left()
    {
        var path = api.In("api.sock");
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(api.In("other.sock")));
            File.Move(api.In("other.sock"), path); // so that the disposal does not remove it
        }

        await using (var server = await api.ServeAsync("url = \"unix:api.sock\""))
        {
            server.Address.ShouldBe($"unix:{path}");
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using var http = new HttpClient(new SocketsHttpHandler
            {
                ConnectCallback = async (_, stop) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            });
            using var response = await http.GetAsync("http://anything/v1/transfers");
            response.StatusCode.ShouldBe(HttpStatusCode.OK);

            (await Should.ThrowAsync<CommandException>(() => api.ServeAsync("url = \"unix:api.sock\""))).Message.ShouldContain("another daemon");
        }

        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task With_a_certificate_it_is_asked_over_TLS_and_over_nothing_else()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(api.In("api.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(api.In("api.key"), key.ExportPkcs8PrivateKeyPem());
        await using var server = await api.ServeAsync("url = \"https://127.0.0.1:0\", certificate-file = \"api.crt\", key-file = \"api.key\"");

        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() },
        });
        using var response = await http.GetAsync($"{server.Address}/health/live");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync($"{server.Address.Replace("https", "http", StringComparison.Ordinal)}/health/live"));
    }

    [Fact]
    public async Task A_file_in_the_sockets_place_is_not_overwritten()
    {
        var path = api.File("precious");
        var refusal = await Should.ThrowAsync<CommandException>(() => api.ServeAsync($"url = \"unix:{path}\""));
        refusal.ExitCode.ShouldBe(ExitCode.CannotStart);
        refusal.Message.ShouldContain("Write another address");
        File.ReadAllText(path).ShouldBe("precious");
    }

    [Fact]
    public async Task Requests_beyond_the_rate_are_told_to_wait()
    {
        await using var server = await api.ServeAsync("requests-per-second = 1");
        using var http = Client(server, null);
        for (var i = 0; i < 20; i++)
        {
            using var response = await http.GetAsync("/health/live");
            if (response.StatusCode == HttpStatusCode.OK)
                continue;
            await Problems.ShouldBeAsync(response, 429, "rate-limited");
            response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            return;
        }

        Assert.Fail("20 requests in a row were served.");
    }

    [Fact]
    public async Task Of_a_thousand_connections_those_too_many_are_told_so_and_the_others_are_served()
    {
        const int Served = 100;
        await using var server = await api.ServeAsync($"max-connections = {Served}");
        var endPoint = IPEndPoint.Parse(new Uri(server.Address).Authority);
        var clients = Enumerable.Range(0, 1000).Select(_ => new TcpClient()).ToList();
        try
        {
            foreach (var client in clients)
                await client.ConnectAsync(endPoint).ContinueWith(_ => { }, TaskScheduler.Default); // some are turned away at once
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

            var answers = await Task.WhenAll(clients.Select(client => AskAsync(client, patience.Token)));
            answers.Count(answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)).ShouldBe(Served);

            await Eventually.TrueAsync(async () =>
            {
                using var late = new TcpClient();
                await late.ConnectAsync(endPoint).ContinueWith(_ => { }, TaskScheduler.Default);
                return (await AskAsync(late, patience.Token)).Contains("too-many-connections", StringComparison.Ordinal);
            });
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        using var http = Client(server, null);
        await Eventually.TrueAsync(async () =>
        {
            using var response = await http.GetAsync("/health/live");
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    private static async Task<string> AskAsync(TcpClient client, CancellationToken stop)
    {
        var answer = "";
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), stop);
            var buffer = new byte[4096];
            while (!answer.Contains('}', StringComparison.Ordinal) && await stream.ReadAsync(buffer, stop) is var read and > 0)
                answer += Encoding.UTF8.GetString(buffer, 0, read);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            // Turned away without a word.
        }

        return answer;
    }

    private static HttpClient Client(ApiServer server, string? authorization)
    {
        var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        if (authorization is not null)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        return http;
    }
}
