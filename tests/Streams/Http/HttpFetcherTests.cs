using System.Collections.Immutable;
using System.Net;
using System.Text;
using Orchestrator.Streams.Connections;
using Orchestrator.Streams.Flows;
using Orchestrator.Streams.Http;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.Http;

/// <summary>What servers answer, the hostile ones too.</summary>
[Trait("Conformance", "56")]
public sealed class HttpFetcherTests(FlowFixture flows) : IClassFixture<FlowFixture>, IDisposable
{
    private const string Content = "0123456789";
    private const string ETag = "\"v1\"";

    private readonly HttpFetcher _fetcher = new(AddressGuard.Open, TimeSpan.FromSeconds(10));
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _fetcher.Dispose();
        _folder.Dispose();
    }

    private static bool HasRange(string head) => head.Contains("Range: bytes=4-", StringComparison.Ordinal);

    private static string Rest(string range = "bytes 4-9/10", string eTag = ETag, string body = "456789") =>
        HttpScript.Answer("206 Partial Content", $"Content-Range: {range}\r\nETag: {eTag}", body);

    private static string Whole(string eTag = ETag, string body = Content) => HttpScript.Answer("200 OK", $"ETag: {eTag}", body);

    private async Task<(long Offset, string Body, string? Validator)> OpenAsync(HttpScript server, long offset, string? validator = ETag)
    {
        var fetched = await _fetcher.OpenAsync(server.Url(), Content.Length, offset, validator, CancellationToken.None);
        using var reader = new StreamReader(fetched.Body);
        return (fetched.Offset, await reader.ReadToEndAsync(), fetched.Validator);
    }

    private async Task<FetchException> ShouldFailAsync(HttpScript server, FetchFault fault, long offset = 0)
    {
        var e = await Should.ThrowAsync<FetchException>(() => OpenAsync(server, offset));
        e.Fault.ShouldBe(fault, e.Message);
        return e;
    }

    [Fact]
    public async Task The_rest_of_the_same_file_goes_on_at_the_offset()
    {
        await using var server = new HttpScript(_ => Rest());
        (await OpenAsync(server, 4)).ShouldBe((4, "456789", ETag));
        server.Requests.Single().ShouldContain("Range: bytes=4-");
        server.Requests.Single().ShouldContain($"If-Range: {ETag}");
    }

    [Fact]
    public async Task Without_etag_the_date_of_the_file_vouches_for_it()
    {
        const string Date = "Sat, 21 Nov 2026 04:00:00 GMT";
        await using var server = new HttpScript(head => HttpScript.Answer("206 Partial Content", $"Content-Range: bytes 4-9/10\r\nLast-Modified: {Date}", "456789"));
        (await OpenAsync(server, 4, Date)).ShouldBe((4, "456789", Date));
        server.Requests.Single().ShouldContain($"If-Range: {Date}");
    }

    [Theory]
    [InlineData("bytes 3-9/10", "3456789")]
    [InlineData("bytes 4-9/11", "456789")]
    [InlineData("bytes 4-10/10", "456789x")]
    [InlineData("bytes 4-9/*", "456789")]
    [InlineData("bytes 4-9/10", "45678")]
    [InlineData("lines 4-9/10", "456789")]
    public async Task A_wrong_range_is_not_appended_but_the_whole_file_fetched(string range, string body)
    {
        await using var server = new HttpScript(head => HasRange(head) ? Rest(range, body: body) : Whole());
        (await OpenAsync(server, 4)).ShouldBe((0, Content, ETag));
    }

    [Theory]
    [InlineData("200 OK")]
    [InlineData("206 Partial Content")]
    public async Task A_changed_file_is_begun_anew(string status)
    {
        const string Next = "\"v2\"";
        await using var server = new HttpScript(head => HasRange(head) && status != "200 OK" ? Rest(eTag: Next) : Whole(Next, "abcdefghij"));
        (await OpenAsync(server, 4)).ShouldBe((0, "abcdefghij", Next));
    }

    [Fact]
    public async Task A_file_of_another_size_is_another_file()
    {
        await using var server = new HttpScript(_ => Whole("\"v2\"", Content + "x"));
        (await ShouldFailAsync(server, FetchFault.Changed, offset: 4)).Message.ShouldContain("11 bytes");
        await using var shorter = new HttpScript(head => HasRange(head) ? HttpScript.Answer("416 Range Not Satisfiable", "Content-Range: bytes */3") : Whole("\"v2\"", "abc"));
        await ShouldFailAsync(shorter, FetchFault.Changed, offset: 4);
    }

    [Theory]
    [InlineData("500 Internal Server Error", FetchFault.Unreachable)]
    [InlineData("503 Service Unavailable", FetchFault.Unreachable)]
    [InlineData("429 Too Many Requests", FetchFault.Unreachable)]
    [InlineData("404 Not Found", FetchFault.NotFound)]
    [InlineData("403 Forbidden", FetchFault.NotFound)]
    [InlineData("204 No Content", FetchFault.Unacceptable)]
    [InlineData("206 Partial Content", FetchFault.Unacceptable)]
    public async Task A_status_without_the_file_tells_whether_to_come_again(string status, FetchFault fault)
    {
        await using var server = new HttpScript(_ => HttpScript.Answer(status));
        await ShouldFailAsync(server, fault);
    }

    [Fact]
    public async Task A_server_that_fails_at_the_range_loses_nothing_of_what_is_there()
    {
        await using var server = new HttpScript(head => HasRange(head) ? HttpScript.Answer("503 Service Unavailable") : Whole());
        await ShouldFailAsync(server, FetchFault.Unreachable, offset: 4);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_of_unknown_size_is_not_taken()
    {
        await using var server = new HttpScript(_ => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
        await ShouldFailAsync(server, FetchFault.Unacceptable);
        (await Should.ThrowAsync<FetchException>(() => _fetcher.LookAsync(server.Url(), CancellationToken.None))).Fault.ShouldBe(FetchFault.Unacceptable);
    }

    [Fact]
    public async Task A_compressed_answer_is_not_taken_for_the_file()
    {
        await using var server = new HttpScript(_ => HttpScript.Answer("200 OK", "Content-Encoding: gzip", Content));
        await ShouldFailAsync(server, FetchFault.Unacceptable);
    }

    [Theory]
    [InlineData("/x/a%20b.bin?sig=1", "", "a b.bin")]
    [InlineData("/x/", "", "x")]
    [InlineData("/", "", "file")]
    [InlineData("/x", "Content-Disposition: attachment; filename=\"c d.txt\"", "c d.txt")]
    [InlineData("/x", "Content-Disposition: attachment; filename=e; filename*=UTF-8''%e2%82%ac.txt", "€.txt")]
    public async Task A_look_tells_name_and_size(string path, string headers, string name)
    {
        await using var server = new HttpScript(_ => HttpScript.Answer("200 OK", headers, length: 5_000_000));
        var found = await _fetcher.LookAsync(server.Url(path), CancellationToken.None);
        (found.Name, found.Size).ShouldBe((name, 5_000_000));
    }

    [Fact]
    public async Task A_few_redirects_are_followed_and_a_loop_is_left()
    {
        await using var server = new HttpScript(head => head.StartsWith("GET /b", StringComparison.Ordinal) ? Whole() : HttpScript.Answer("302 Found", "Location: /b"));
        (await OpenAsync(server, 0)).Body.ShouldBe(Content);
        await using var loop = new HttpScript(_ => HttpScript.Answer("307 Temporary Redirect", "Location: /a.bin"));
        (await ShouldFailAsync(loop, FetchFault.Unacceptable)).Message.ShouldContain("redirects");
        loop.Requests.Count.ShouldBe(HttpFetcher.MaxRedirects + 1);
    }

    [Theory]
    [InlineData("http://127.0.0.2:9/x")]
    [InlineData("http://[::ffff:127.0.0.2]:9/x")]
    [InlineData("http://2130706434/x")]
    public async Task A_redirect_leads_to_no_forbidden_address(string location)
    {
        var guard = new AddressGuard([IPNetwork.Parse("127.0.0.2/32")], ImmutableArray<IPNetwork>.Empty);
        using var fetcher = new HttpFetcher(guard, TimeSpan.FromSeconds(10));
        await using var server = new HttpScript(_ => HttpScript.Answer("302 Found", $"Location: {location}"));
        var e = await Should.ThrowAsync<FetchException>(() => fetcher.LookAsync(server.Url(), CancellationToken.None));
        e.Fault.ShouldBe(FetchFault.Unacceptable);
        e.Message.ShouldContain("never-connect-to");
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:secret@127.0.0.1/x")]
    public async Task Only_http_and_https_without_credentials_are_asked_for(string url)
    {
        HttpFetcher.FaultOf(new Uri(url)).ShouldNotBeNull();
        await using var server = new HttpScript(_ => HttpScript.Answer("302 Found", $"Location: {url}"));
        var e = await ShouldFailAsync(server, FetchFault.Unacceptable);
        e.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        using var fetcher = new HttpFetcher(AddressGuard.Open, TimeSpan.FromMilliseconds(200));
        await using var server = new HttpScript((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        (await Should.ThrowAsync<FetchException>(() => fetcher.LookAsync(server.Url(), CancellationToken.None))).Fault.ShouldBe(FetchFault.Unreachable);
    }

    [Fact]
    public async Task Endless_headers_are_given_up()
    {
        await using var server = new HttpScript(_ => "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat($"X-Long: {new string('a', 1000)}\r\n", 100)) + "\r\n");
        await ShouldFailAsync(server, FetchFault.Unreachable);
    }

    [Fact]
    public async Task A_certificate_that_nobody_signed_is_not_trusted()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=127.0.0.1", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var served = false;
        await using var server = new HttpScript(async (head, stream, cancellation) =>
        {
            served |= head.Length > 0;
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Whole()), cancellation);
        });
        await using var tls = new TlsFront(server.Port, certificate);
        var e = await Should.ThrowAsync<FetchException>(() => _fetcher.LookAsync(new Uri($"https://127.0.0.1:{tls.Port}/a"), CancellationToken.None));
        e.Fault.ShouldBe(FetchFault.Unreachable);
        e.Message.ShouldContain("certificate");
        served.ShouldBeFalse();
    }

    [Theory]
    [InlineData("01234", FlowFault.PeerReset)]
    public async Task A_body_that_ends_early_breaks_the_flow_and_keeps_what_came(string sent, FlowFault fault)
    {
        await using var server = new HttpScript(_ => HttpScript.Answer("200 OK", $"ETag: {ETag}", sent, Content.Length));
        var fetched = await _fetcher.OpenAsync(server.Url(), Content.Length, 0, null, CancellationToken.None);
        var end = await flows.Receive(FlowFixture.ReceivePlan(_folder["p"], Content.Length), fetched.Body).EndAsync();
        (end.Fault, end.Position).ShouldBe((fault, sent.Length));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_cut_at_the_agreed_size()
    {
        await using var server = new HttpScript(_ => HttpScript.Answer("200 OK", $"ETag: {ETag}", Content + "more", Content.Length));
        var fetched = await _fetcher.OpenAsync(server.Url(), Content.Length, 0, null, CancellationToken.None);
        var end = await flows.Receive(FlowFixture.ReceivePlan(_folder["p"], Content.Length), fetched.Body).EndAsync();
        (end.Fault, end.Position).ShouldBe((null, Content.Length));
        File.ReadAllText(_folder["p"]).ShouldBe(Content);
    }

    [Fact]
    public async Task A_stopped_flow_leaves_a_slow_body_at_once()
    {
        await using var server = new HttpScript(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(HttpScript.Answer("200 OK", "", "0123", Content.Length)), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        var fetched = await _fetcher.OpenAsync(server.Url(), Content.Length, 0, null, CancellationToken.None);
        var flow = flows.Receive(FlowFixture.ReceivePlan(_folder["p"], Content.Length), fetched.Body);
        await Eventually.BecomesTrueAsync(() => flow.Position == 4);
        flow.Stop();
        (await flow.EndAsync()).Position.ShouldBe(4);
    }
}
