using System.Net;
using System.Text.Json;

namespace Orchestrator.Tests.Host.Api;

/// <summary>The contract of /v1/transfers.</summary>
public sealed class TransfersApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_submitted_file_is_accepted_with_its_place_and_all_that_is_known()
    {
        var path = api.File("12345");

        using var response = await api.SubmitAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var transfer = await ApiFixture.JsonAsync(response);
        response.Headers.Location!.ToString().ShouldBe($"/v1/transfers/{transfer.GetProperty("id").GetString()}");
        var fields = transfer.EnumerateObject().Select(field => field.Name).ToList();
        foreach (var field in new[] { "id", "direction", "state", "account", "peer", "name", "size", "offset", "resumedAt", "sessions", "road", "confirmedBy", "sha256", "path", "reason", "createdAt", "updatedAt" })
            fields.ShouldContain(field);
        transfer.GetProperty("direction").GetString().ShouldBe("outgoing");
        transfer.GetProperty("state").GetString().ShouldBeOneOf("Queued", "Negotiating", "WaitingForPeer", "Interrupted");
        transfer.GetProperty("account").GetString().ShouldBe("bot@localhost");
        transfer.GetProperty("peer").GetString().ShouldBe("alice@localhost");
        transfer.GetProperty("path").GetString().ShouldBe(path);
        transfer.GetProperty("name").GetString().ShouldBe(Path.GetFileName(path));
        transfer.GetProperty("size").GetInt64().ShouldBe(5);

        using var again = await api.Http.GetAsync(response.Headers.Location);
        (await ApiFixture.JsonAsync(again)).GetProperty("id").GetString().ShouldBe(transfer.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_repeated_key_gives_the_same_transfer_and_tells_that_it_is_not_new()
    {
        var path = api.File();
        using var first = await api.SubmitAsync(path, "repeat-1");
        using var second = await api.SubmitAsync(path, "repeat-1");

        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Headers.Location.ShouldBe(first.Headers.Location);
    }

    [Fact]
    public async Task A_key_of_other_content_is_a_conflict_and_names_the_transfer()
    {
        using var first = await api.SubmitAsync(api.File(), "conflict-1");
        using var second = await api.SubmitAsync(api.File(), "conflict-1");

        await Problems.ShouldBeAsync(second, 409, "key-conflict");
        (await ApiFixture.JsonAsync(second)).GetProperty("transferId").GetString()
            .ShouldBe((await ApiFixture.JsonAsync(first)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_transfer_can_be_cancelled_once()
    {
        using var submitted = await api.SubmitAsync(api.File());

        using var cancelled = await api.Http.DeleteAsync(submitted.Headers.Location);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ApiFixture.JsonAsync(cancelled)).GetProperty("state").GetString().ShouldBe("Cancelled");

        using var again = await api.Http.DeleteAsync(submitted.Headers.Location);
        await Problems.ShouldBeAsync(again, 409, "wrong-state");
    }

    [Fact]
    public async Task A_list_comes_in_pages_the_newest_first()
    {
        var ids = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            using var submitted = await api.SubmitAsync(api.File(), peer: "pages@localhost");
            ids.Add((await ApiFixture.JsonAsync(submitted)).GetProperty("id").GetString());
        }

        var seen = new List<string?>();
        string? before = null;
        do
        {
            using var response = await api.Http.GetAsync($"/v1/transfers?limit=2{(before is null ? "" : $"&cursor={Uri.EscapeDataString(before)}")}");
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = await ApiFixture.JsonAsync(response);
            page.GetProperty("items").GetArrayLength().ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
            before = page.GetProperty("next").GetString();
        }
        while (before is not null);

        seen.ShouldBeUnique();
        seen.Where(ids.Contains).ShouldBe(Enumerable.Reverse(ids));
    }

    [Fact]
    public async Task A_list_can_hold_one_state_only()
    {
        using var submitted = await api.SubmitAsync(api.File());
        using var _ = await api.Http.DeleteAsync(submitted.Headers.Location);
        using var response = await api.Http.GetAsync("/v1/transfers?state=cancelled");

        var items = (await ApiFixture.JsonAsync(response)).GetProperty("items").EnumerateArray().ToList();
        items.ShouldNotBeEmpty();
        items.ShouldAllBe(item => item.GetProperty("state").GetString() == "Cancelled");
    }

    [Theory]
    [InlineData("", 400, "bad-json")]
    [InlineData("{", 400, "bad-json")]
    [InlineData("[]", 400, "bad-json")]
    [InlineData("null", 400, "bad-json")]
    [InlineData("{\"path\":\"/x\",\"path\":\"/y\",\"peer\":\"a@b\"}", 400, "bad-json")]
    [InlineData("{\"path\":\"/x\",\"peer\":\"\\ud800\"}", 400, "bad-json")]
    [InlineData("{\"path\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", 400, "bad-json")]
    [InlineData("{}", 400, "missing-field")]
    [InlineData("{\"path\":\"/x\"}", 400, "missing-field")]
    [InlineData("{\"path\":null,\"peer\":\"a@b\"}", 400, "missing-field")]
    [InlineData("{\"path\":\"/x\",\"peer\":\"a@b\",\"pear\":\"c\"}", 400, "unknown-field")]
    [InlineData("{\"path\":1,\"peer\":\"a@b\"}", 400, "wrong-type")]
    [InlineData("{\"path\":\"x\",\"peer\":\"a@b\"}", 400, "path-not-absolute")]
    [InlineData("{\"path\":\"/x\\u0000\",\"peer\":\"a@b\"}", 400, "bad-path")]
    [InlineData("{\"path\":\"/x\",\"peer\":\"a b@c\"}", 400, "bad-jid")]
    [InlineData("{\"path\":\"/x\",\"peer\":\"\"}", 400, "bad-jid")]
    [InlineData("{\"path\":\"/x\",\"peer\":\"a@b\",\"account\":\"@\"}", 400, "bad-jid")]
    [InlineData("{\"path\":\"/x\",\"peer\":\"a@b\",\"description\":\"\\u0007\"}", 400, "bad-description")]
    [InlineData("{\"path\":\"/nowhere/x\",\"peer\":\"a@b\"}", 422, "source-missing")]
    [InlineData("{\"path\":\"/tmp\",\"peer\":\"a@b\"}", 422, "source-is-directory")]
    [InlineData("{\"path\":\"/dev/null\",\"peer\":\"a@b\"}", 422, "source-is-special")]
    [InlineData("{\"path\":\"/etc/hostname\",\"peer\":\"a@b\",\"account\":\"other@localhost\"}", 422, "account-unknown")]
    public async Task A_bad_submission_is_refused_with_a_code(string body, int status, string code)
    {
        using var response = await api.PostAsync(body);
        await Problems.ShouldBeAsync(response, status, code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_bad_key_is_refused(string key)
    {
        using var response = await api.SubmitAsync(api.File(), key);
        await Problems.ShouldBeAsync(response, 400, "bad-key");
    }

    [Theory]
    [InlineData("GET", "/v1/transfers?limit=0", 400, "bad-limit")]
    [InlineData("GET", "/v1/transfers?limit=1001", 400, "bad-limit")]
    [InlineData("GET", "/v1/transfers?limit=all", 400, "bad-limit")]
    [InlineData("GET", "/v1/transfers?limit=1&limit=2", 400, "bad-limit")]
    [InlineData("GET", "/v1/transfers?state=nix", 400, "bad-state")]
    [InlineData("GET", "/v1/transfers?state=3", 400, "bad-state")]
    [InlineData("GET", "/v1/transfers?limit=10000", 400, "bad-limit")]
    [InlineData("GET", "/v1/transfers?state=queued,nix", 400, "bad-state")]
    [InlineData("GET", "/v1/transfers?sort=nix", 400, "bad-sort")]
    [InlineData("GET", "/v1/transfers?direction=up", 400, "bad-filter")]
    [InlineData("GET", "/v1/transfers?createdAfter=yesterday", 400, "bad-filter")]
    [InlineData("GET", "/v1/transfers?stuck=maybe", 400, "bad-filter")]
    [InlineData("GET", "/v1/transfers?peer=", 400, "bad-filter")]
    [InlineData("GET", "/v1/transfers?cursor=nix", 400, "bad-cursor")]
    [InlineData("GET", "/v1/transfers?cursor=bml4fG5peHxuaXg", 400, "bad-cursor")]
    [InlineData("GET", "/v1/transfers?page=3", 400, "unknown-parameter")]
    [InlineData("GET", "/v1/transfers/nosuch", 404, "no-such-transfer")]
    [InlineData("DELETE", "/v1/transfers/nosuch", 404, "no-such-transfer")]
    [InlineData("PUT", "/v1/transfers", 405, "wrong-method")]
    [InlineData("DELETE", "/v1/transfers", 405, "wrong-method")]
    [InlineData("GET", "/nothing", 404, "no-such-resource")]
    public async Task A_bad_request_is_refused_with_a_code(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await api.Http.SendAsync(request);
        await Problems.ShouldBeAsync(response, status, code);
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_JSON_is_refused()
    {
        using var response = await api.PostAsync("{\"path\":\"/x\",\"peer\":\"a@b\"}", type: "text/plain");
        await Problems.ShouldBeAsync(response, 415, "wrong-content-type");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/transfers")
        {
            Content = new StringContent("{\"path\":\"" + new string('x', 100_000) + "\"}", null, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await api.Http.SendAsync(request);
        await Problems.ShouldBeAsync(response, 413, "body-too-large");
    }

    [Fact]
    public async Task A_name_that_was_made_to_point_here_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/transfers") { Headers = { Host = "evil.example" } };
        using var response = await api.Http.SendAsync(request);
        await Problems.ShouldBeAsync(response, 421, "wrong-host");
    }
}
