using System.Net;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Tests.Host.Api;

/// <summary>Commands and questions about one transfer, about many, and about the house.</summary>
public sealed class CommandTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_transfer_is_paused_resumed_retried_and_changed()
    {
        var id = await SubmitAsync();
        (await StateAsync(await PostAsync($"/v1/transfers/{id}/pause"))).ShouldBe("Paused");
        var refused = await Problems.ShouldBeAsync(await PostAsync($"/v1/transfers/{id}/pause"), 409, "wrong-state");
        refused.GetProperty("state").GetString().ShouldBe("Paused");
        (await StateAsync(await PostAsync($"/v1/transfers/{id}/resume"))).ShouldNotBe("Paused");

        using var changed = await SendAsync("PATCH", $"/v1/transfers/{id}", """{"priority": 7, "deadline": "2100-01-31T12:00:00Z", "maxRate": 4096, "roads": "no-ibb"}""");
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var transfer = await ApiFixture.JsonAsync(changed);
        transfer.GetProperty("priority").GetInt32().ShouldBe(7);
        transfer.GetProperty("deadline").GetDateTimeOffset().Year.ShouldBe(2100);
        transfer.GetProperty("maxRate").GetInt64().ShouldBe(4096);
        transfer.GetProperty("roads").GetString().ShouldBe("no-ibb");

        (await StateAsync(await PostAsync($"/v1/transfers/{id}/cancel"))).ShouldBe("Cancelled");
        (await Problems.ShouldBeAsync(await PostAsync($"/v1/transfers/{id}/retry"), 409, "wrong-state")).GetProperty("state").GetString().ShouldBe("Cancelled");
    }

    [Fact]
    public async Task Its_history_and_its_state_are_told()
    {
        var id = await SubmitAsync();
        using var explained = await api.Http.GetAsync($"/v1/transfers/{id}/explain");
        (await ApiFixture.JsonAsync(explained)).GetProperty("text").GetString()!.Length.ShouldBeGreaterThan(20);

        using var cancelled = await PostAsync($"/v1/transfers/{id}/cancel");
        using var first = await api.Http.GetAsync($"/v1/transfers/{id}/history?limit=1");
        var page = await ApiFixture.JsonAsync(first);
        page.GetProperty("items")[0].GetProperty("kind").GetString().ShouldBe("submitted");
        using var second = await api.Http.GetAsync($"/v1/transfers/{id}/history?after={page.GetProperty("next").GetInt64()}");
        page = await ApiFixture.JsonAsync(second);
        page.GetProperty("items").EnumerateArray().Last().GetProperty("kind").GetString().ShouldBe("ended");
        page.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_filter_commands_many_after_a_dry_run()
    {
        var ids = new List<string> { await SubmitAsync("bulk@localhost"), await SubmitAsync("bulk@localhost") };
        var other = await SubmitAsync();

        using var dry = await BulkAsync("""{"action": "cancel", "filter": {"peer": "bulk@localhost"}, "dryRun": true}""");
        var told = await ApiFixture.JsonAsync(dry);
        told.GetProperty("matched").GetInt32().ShouldBe(2);
        told.GetProperty("changed").GetInt32().ShouldBe(0);
        told.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!).ShouldBe(ids, ignoreOrder: true);

        using var adjusted = await BulkAsync("""{"action": "adjust", "filter": {"peer": "bulk@localhost"}, "adjust": {"priority": -5}}""");
        (await ApiFixture.JsonAsync(adjusted)).GetProperty("changed").GetInt32().ShouldBe(2);
        using var cancelled = await BulkAsync("""{"action": "cancel", "filter": {"peer": "bulk@localhost", "direction": "outgoing", "stuck": false}}""");
        (await ApiFixture.JsonAsync(cancelled)).GetProperty("changed").GetInt32().ShouldBe(2);

        using var list = await api.Http.GetAsync("/v1/transfers?peer=bulk@localhost&state=cancelled&direction=outgoing&sort=size");
        var items = (await ApiFixture.JsonAsync(list)).GetProperty("items").EnumerateArray().ToList();
        items.Select(item => item.GetProperty("id").GetString()!).ShouldBe(ids, ignoreOrder: true);
        items.ShouldAllBe(item => item.GetProperty("priority").GetInt32() == -5);
        (await StateAsync(await api.Http.GetAsync($"/v1/transfers/{other}"))).ShouldNotBe("Cancelled");
    }

    [Theory]
    [InlineData("", 400, "bad-json")]
    [InlineData("{}", 400, "missing-field")]
    [InlineData("{\"action\": \"explode\"}", 400, "bad-action")]
    [InlineData("{\"action\": \"adjust\"}", 400, "bad-action")]
    [InlineData("{\"action\": \"adjust\", \"adjust\": {}, \"confirm\": true}", 400, "missing-field")]
    [InlineData("{\"action\": \"pause\", \"adjust\": {\"priority\": 1}}", 400, "bad-action")]
    [InlineData("{\"action\": \"pause\", \"filter\": {\"colour\": \"red\"}}", 400, "unknown-field")]
    [InlineData("{\"action\": \"pause\", \"filter\": {\"state\": [\"nix\"]}}", 400, "bad-state")]
    [InlineData("{\"action\": \"pause\", \"filter\": {\"state\": 3}}", 400, "wrong-type")]
    [InlineData("{\"action\": \"pause\", \"confirm\": \"yes\"}", 400, "wrong-type")]
    [InlineData("{\"action\": \"pause\"}", 422, "confirm-required")]
    [InlineData("{\"action\": \"pause\", \"filter\": {}}", 422, "confirm-required")]
    public async Task A_bad_bulk_command_is_refused_with_a_code(string body, int status, string code)
    {
        using var response = await BulkAsync(body);
        await Problems.ShouldBeAsync(response, status, code);
    }

    [Theory]
    [InlineData("{\"priority\": 101}", 422, "bad-adjustment")]
    [InlineData("{\"priority\": 1.5}", 400, "out-of-range")]
    [InlineData("{\"priority\": \"high\"}", 400, "wrong-type")]
    [InlineData("{\"deadline\": \"soon\"}", 400, "bad-time")]
    [InlineData("{\"deadline\": \"2000-01-31T12:00:00Z\"}", 422, "bad-adjustment")]
    [InlineData("{\"maxRate\": 1}", 422, "bad-adjustment")]
    [InlineData("{\"roads\": \"none\"}", 400, "bad-roads")]
    [InlineData("{\"path\": \"/x\"}", 400, "unknown-field")]
    [InlineData("{}", 400, "missing-field")]
    public async Task A_bad_change_is_refused_with_a_code(string body, int status, string code)
    {
        using var response = await SendAsync("PATCH", $"/v1/transfers/{await SubmitAsync()}", body);
        await Problems.ShouldBeAsync(response, status, code);
    }

    [Theory]
    [InlineData("POST", "/v1/transfers/{0}/pause")]
    [InlineData("POST", "/v1/transfers/{0}/resume")]
    [InlineData("POST", "/v1/transfers/{0}/cancel")]
    [InlineData("POST", "/v1/transfers/{0}/retry")]
    [InlineData("PATCH", "/v1/transfers/{0}")]
    [InlineData("GET", "/v1/transfers/{0}")]
    [InlineData("GET", "/v1/transfers/{0}/explain")]
    [InlineData("GET", "/v1/transfers/{0}/history")]
    public async Task An_unknown_id_is_told_so(string method, string path)
    {
        foreach (var id in new[] { "nosuch", "aaaaaaaaaaaaaaaaaaaaaaaa", "..%2F..", new string('a', 5000) })
        {
            using var response = await SendAsync(method, path.Replace("{0}", id, StringComparison.Ordinal), method == "PATCH" ? """{"priority": 1}""" : null);
            await Problems.ShouldBeAsync(response, 404, "no-such-transfer");
        }
    }

    [Fact]
    public async Task The_house_is_told()
    {
        await SubmitAsync("counted@localhost");
        using var counts = await api.Http.GetAsync("/v1/counts?by=peer&peer=counted@localhost");
        (await ApiFixture.JsonAsync(counts)).GetProperty("groups")[0].GetProperty("count").GetInt64().ShouldBe(1);
        using var accounts = await api.Http.GetAsync("/v1/accounts");
        (await ApiFixture.JsonAsync(accounts))[0].GetProperty("jid").GetString().ShouldBe("bot@localhost");
        using var proxies = await api.Http.GetAsync("/v1/proxies");
        proxies.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var node = await api.Http.GetAsync("/v1/node");
        (await ApiFixture.JsonAsync(node)).GetProperty("limits").GetProperty("stallTimeout").GetDouble().ShouldBe(30);
    }

    [Fact]
    public async Task The_daemon_is_drained_and_an_account_switched_off_and_both_undone()
    {
        (await ApiFixture.JsonAsync(await PostAsync("/v1/node/drain"))).GetProperty("draining").GetBoolean().ShouldBeTrue();
        (await ApiFixture.JsonAsync(await PostAsync("/v1/node/undrain"))).GetProperty("draining").GetBoolean().ShouldBeFalse();
        (await ApiFixture.JsonAsync(await PostAsync("/v1/accounts/bot@localhost/disable"))).GetProperty("state").GetString().ShouldBe("disabled");
        (await ApiFixture.JsonAsync(await PostAsync("/v1/accounts/bot@localhost/enable"))).GetProperty("state").GetString().ShouldNotBe("disabled");
        await Problems.ShouldBeAsync(await PostAsync("/v1/accounts/other@localhost/disable"), 404, "account-unknown");
        await Problems.ShouldBeAsync(await PostAsync("/v1/proxies/other.localhost/disable"), 404, "proxy-unknown");
        await Problems.ShouldBeAsync(await PostAsync("/v1/accounts/a%20b@c/disable"), 400, "bad-jid");
        using var group = await api.Http.GetAsync("/v1/counts?by=colour");
        await Problems.ShouldBeAsync(group, 400, "bad-group");
    }

    [Fact]
    public async Task Metrics_are_told_in_the_text_of_Prometheus()
    {
        await SubmitAsync();
        using var response = await api.Http.GetAsync("/metrics");
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldContain(line => line.StartsWith("orchestrator_transfers{state=\"", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("orchestrator_account_online{account=\"bot@localhost\"} ", StringComparison.Ordinal));
        lines.Where(line => line[0] != '#').ShouldAllBe(line => System.Text.RegularExpressions.Regex.IsMatch(line, "^[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? [0-9.E+-]+$"));
    }

    private Task<HttpResponseMessage> BulkAsync(string body) => SendAsync("POST", "/v1/transfers/actions", body);

    private Task<HttpResponseMessage> PostAsync(string path) => SendAsync("POST", path, null);

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await api.Http.SendAsync(request);
    }

    private async Task<string> SubmitAsync(string peer = "alice@localhost")
    {
        using var submitted = await api.SubmitAsync(api.File(), peer: peer);
        return (await ApiFixture.JsonAsync(submitted)).GetProperty("id").GetString()!;
    }

    private static async Task<string?> StateAsync(HttpResponseMessage response)
    {
        using (response)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            return (await ApiFixture.JsonAsync(response)).GetProperty("state").GetString();
        }
    }
}
