using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Tests.Host.Api;

/// <summary>The content itself over HTTP, from a client that may break off and come again.</summary>
public sealed class UploadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task An_uploaded_file_is_handed_over_under_its_name_and_deleted_when_its_transfer_has_ended()
    {
        using var response = await UploadAsync("report übersicht.pdf", "content");

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var transfer = await ApiFixture.JsonAsync(response);
        transfer.GetProperty("name").GetString().ShouldBe("report übersicht.pdf");
        transfer.GetProperty("size").GetInt64().ShouldBe(7);
        var path = transfer.GetProperty("path").GetString()!;
        (await File.ReadAllTextAsync(path)).ShouldBe("content");
        File.GetUnixFileMode(Path.GetDirectoryName(path)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        using var cancelled = await api.Http.DeleteAsync(response.Headers.Location);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync(() => Task.FromResult(!Directory.Exists(Path.GetDirectoryName(path))));
    }

    [Fact]
    public async Task A_repeated_key_gives_the_same_transfer_also_when_the_content_is_gone()
    {
        using var first = await UploadAsync("again.txt", "content", "upload-again");
        using var second = await UploadAsync("again.txt", "content", "upload-again");
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Headers.Location.ShouldBe(first.Headers.Location);

        using var cancelled = await api.Http.DeleteAsync(first.Headers.Location);
        var path = (await ApiFixture.JsonAsync(cancelled)).GetProperty("path").GetString()!;
        await Eventually.TrueAsync(() => Task.FromResult(!File.Exists(path)));
        using var third = await UploadAsync("again.txt", "content", "upload-again");
        third.StatusCode.ShouldBe(HttpStatusCode.OK);
        third.Headers.Location.ShouldBe(first.Headers.Location);
        (await OffsetAsync("upload-again")).ShouldBe(7);

        using var other = await UploadAsync("other.txt", "content", "upload-again");
        await Problems.ShouldBeAsync(other, 409, "key-conflict");
        using var larger = await UploadAsync("again.txt", "more content", "upload-again");
        await Problems.ShouldBeAsync(larger, 409, "key-conflict");
    }

    [Fact]
    public async Task An_upload_that_broke_off_goes_on_where_it_was()
    {
        var address = api.Http.BaseAddress!;
        using (var client = new TcpClient(address.Host, address.Port))
        {
            var head = $"POST /v1/transfers/upload?peer=alice@localhost&name=broken.txt HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: broken-1\r\nContent-Length: 10\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + "0123"));
            await Eventually.TrueAsync(async () => await OffsetAsync("broken-1") == 4);
            using var meanwhile = await UploadAsync("broken.txt", "0123456789", "broken-1");
            await Problems.ShouldBeAsync(meanwhile, 409, "upload-running");
        }

        HttpResponseMessage? rest = null;
        await Eventually.TrueAsync(async () =>
        {
            rest?.Dispose();
            rest = await UploadAsync("broken.txt", "456789", "broken-1", new ContentRangeHeaderValue(4, 9, 10));
            return rest.StatusCode != HttpStatusCode.Conflict; // until the daemon has noticed that the first one is gone
        });
        rest!.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var path = (await ApiFixture.JsonAsync(rest)).GetProperty("path").GetString()!;
        (await File.ReadAllTextAsync(path)).ShouldBe("0123456789");
    }

    [Fact]
    public async Task A_content_may_come_in_parts_but_not_with_a_hole()
    {
        using var first = await UploadAsync("parts.txt", "0123", "parts-1", new ContentRangeHeaderValue(0, 3, 10));
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        first.Headers.GetValues("Upload-Offset").ShouldBe(["4"]);
        using var hole = await UploadAsync("parts.txt", "789", "parts-1", new ContentRangeHeaderValue(7, 9, 10));
        await Problems.ShouldBeAsync(hole, 409, "wrong-offset");
        using var second = await UploadAsync("parts.txt", "456789", "parts-1", new ContentRangeHeaderValue(4, 9, 10));
        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task What_nobody_goes_on_with_is_deleted_after_a_day_and_what_still_waits_is_not()
    {
        using var part = await UploadAsync("left.txt", "0123", "left-1", new ContentRangeHeaderValue(0, 3, 10));
        part.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var whole = await UploadAsync("waits.txt", "content", "waits-1");
        var path = (await ApiFixture.JsonAsync(whole)).GetProperty("path").GetString()!;

        await api.Spool.SweepAsync(api.Admin, DateTimeOffset.UtcNow.AddHours(23));
        (await OffsetAsync("left-1")).ShouldBe(4);
        await api.Spool.SweepAsync(api.Admin, DateTimeOffset.UtcNow.AddHours(25));

        using var again = await UploadAsync("left.txt", "456789", "left-1", new ContentRangeHeaderValue(4, 9, 10));
        await Problems.ShouldBeAsync(again, 409, "wrong-offset");
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task A_content_whose_wishes_were_wrong_need_not_come_again()
    {
        using var request = Request("wish.txt", "content", "wish-1", more: "&priority=101");
        using var refused = await api.Http.SendAsync(request);
        await Problems.ShouldBeAsync(refused, 422, "bad-adjustment");

        (await OffsetAsync("wish-1")).ShouldBe(7);
        using var mended = await UploadAsync("wish.txt", "t", "wish-1", new ContentRangeHeaderValue(6, 6, 7));
        mended.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_and_leaves_nothing_behind()
    {
        await using var server = await api.ServeAsync("max-upload = 10");
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        foreach (var chunked in new[] { false, true })
        {
            using var request = Request("large.txt", new string('x', 20_000), "large-1");
            request.Headers.TransferEncodingChunked = chunked;
            using var response = await http.SendAsync(request);
            await Problems.ShouldBeAsync(response, 413, "upload-too-large");
        }

        using var anonymous = await http.SendAsync(Request("large.txt", "more than ten bytes", null));
        await Problems.ShouldBeAsync(anonymous, 413, "upload-too-large");
    }

    [Theory]
    [InlineData("?name=x", 400, "missing-parameter")]
    [InlineData("?peer=a@b", 400, "missing-parameter")]
    [InlineData("?peer=a b@c&name=x", 400, "bad-jid")]
    [InlineData("?peer=a@b&name=../x", 400, "bad-name")]
    [InlineData("?peer=a@b&name=.hidden", 400, "bad-name")]
    [InlineData("?peer=a@b&name=x&priority=high", 400, "bad-parameter")]
    [InlineData("?peer=a@b&name=x&deadline=soon", 400, "bad-parameter")]
    [InlineData("?peer=a@b&name=x&roads=none", 400, "bad-roads")]
    [InlineData("?peer=a@b&name=x&colour=red", 400, "unknown-parameter")]
    [InlineData("?peer=a@b&name=x&account=other@localhost", 422, "account-unknown")]
    [InlineData("?peer=a@b&name=x&priority=101", 422, "bad-adjustment")]
    public async Task A_bad_upload_is_refused_with_a_code(string query, int status, string code)
    {
        using var response = await api.Http.PostAsync($"/v1/transfers/upload{query}", new StringContent("x"));
        await Problems.ShouldBeAsync(response, status, code);
    }

    [Theory]
    [InlineData("bytes */10")]
    [InlineData("bytes 0-4/10")]
    [InlineData("lines 0-0/10")]
    [InlineData("nonsense")]
    public async Task A_range_that_is_not_that_of_the_body_is_refused(string range)
    {
        using var request = Request("range.txt", "x", "range-1");
        request.Content!.Headers.TryAddWithoutValidation("Content-Range", range);
        using var response = await api.Http.SendAsync(request);
        await Problems.ShouldBeAsync(response, 400, "bad-range");
    }

    [Fact]
    public async Task Parts_without_a_key_are_refused()
    {
        using var response = await UploadAsync("parts.txt", "0123", null, new ContentRangeHeaderValue(0, 3, 10));
        await Problems.ShouldBeAsync(response, 400, "missing-key");
    }

    private static HttpRequestMessage Request(string name, string content, string? key, ContentRangeHeaderValue? range = null, string more = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/transfers/upload?peer=alice@localhost&name={Uri.EscapeDataString(name)}{more}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content)) { Headers = { ContentRange = range } },
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private async Task<HttpResponseMessage> UploadAsync(string name, string content, string? key = null, ContentRangeHeaderValue? range = null)
    {
        using var request = Request(name, content, key, range);
        return await api.Http.SendAsync(request);
    }

    private async Task<long?> OffsetAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/transfers/upload") { Headers = { { "Idempotency-Key", key } } };
        using var response = await api.Http.SendAsync(request);
        return response.StatusCode == HttpStatusCode.OK ? long.Parse(response.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture) : null;
    }
}
