using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Tests.Dashboard;

/// <summary>What a person sees and does at the dashboard, in a real browser.</summary>
[Collection(nameof(Browser))]
public sealed class DashboardTests(Browser browser)
{
    private const string Hostile = "<img src=x onerror=alert(1)>.bin";

    [Fact]
    public async Task A_file_is_sent_seen_on_its_way_and_its_story_is_told()
    {
        var file = browser.Daemons.File(12 << 20);
        var page = await browser.OpenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Send a file" }).ClickAsync();
        await page.GetByLabel("File:").FillAsync(Path.Combine(browser.Daemons.Outbox, file));
        await page.GetByLabel("Receiver").FillAsync("receiver@localhost");
        await page.GetByLabel("Bytes per second").FillAsync("8388608");
        await page.GetByLabel("Deadline").FillAsync("2099-12-24T18:00");
        await page.GetByLabel("Roads").SelectOptionAsync("direct-only");
        await Browser.ShootAsync(page, "send");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();

        // It opens the transfer's own page: the explanation, then, without a reload, the end.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = file })).ToBeVisibleAsync();
        await Expect(page.Locator(".why")).Not.ToBeEmptyAsync();
        await Expect(page.Locator("dl")).ToContainTextAsync("8.0 MiB/s");
        await Expect(page.Locator("dl")).ToContainTextAsync("direct-only");
        await Expect(page.Locator("dl")).ToContainTextAsync("2099");
        await Expect(page.Locator("main p").First).ToContainTextAsync("Completed");
        var story = page.GetByRole(AriaRole.Table, new() { Name = "What happened" });
        await Expect(story).ToContainTextAsync("submitted");
        await Expect(story).ToContainTextAsync("completed");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Sessions" })).ToContainTextAsync("s5b-direct");
        await Browser.ShootAsync(page, "transfer");
        browser.Daemons.HasArrived(file).ShouldBeTrue();
    }

    [Fact]
    public async Task Progress_moves_by_itself_and_pause_resume_and_cancel_are_a_click_and_a_confirmation_away()
    {
        // Slow enough for a slow browser; the cancellation is its end.
        var file = browser.Daemons.File(32 << 20);
        var page = await browser.OpenAsync();
        await SubmitAsync(Path.Combine(browser.Daemons.Outbox, file), "receiver@localhost", maxRate: 128 << 10);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = file });

        await Expect(row).ToContainTextAsync("Streaming");
        await Expect(row).ToContainTextAsync("iB/s");
        await Browser.ShootAsync(page, "streaming");
        await row.GetByRole(AriaRole.Button, new() { Name = "pause" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Paused");
        await row.GetByRole(AriaRole.Button, new() { Name = "resume" }).ClickAsync();
        await Expect(row).Not.ToContainTextAsync("Paused");

        await row.GetByRole(AriaRole.Button, new() { Name = "cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Do nothing" }).ClickAsync();
        await Expect(row).Not.ToContainTextAsync("Cancelled");
        await row.GetByRole(AriaRole.Button, new() { Name = "cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the transfer" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Cancelled");
        await Expect(page.Locator("#said")).ToContainTextAsync("is Cancelled");
    }

    [Fact]
    public async Task What_a_file_is_named_is_text_and_never_runs()
    {
        var path = Path.Combine(browser.Daemons.Outbox, Hostile);
        await File.WriteAllBytesAsync(path, new byte[10]);
        var id = await SubmitAsync(path, "receiver@localhost");
        var page = await browser.OpenAsync();
        var (dialogs, requests) = (0, new List<string>());
        page.Dialog += (_, dialog) =>
        {
            dialogs++;
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) => requests.Add(request.Url);

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = Hostile })).ToBeVisibleAsync();
        await page.GotoAsync($"/#/transfers/{id}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Hostile })).ToBeVisibleAsync();

        dialogs.ShouldBe(0);
        (await page.Locator("img").CountAsync()).ShouldBe(0);
        requests.ShouldAllBe(url => url.StartsWith(browser.Daemons.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_from_elsewhere_may_run_or_be_loaded_and_nobody_may_frame_it()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(browser.Daemons.Url));

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        (await answer.Content.ReadAsStringAsync()).ShouldNotMatch("(?i)(src|href)=\"(https?:)?//");
    }

    [Fact]
    public async Task A_thousand_rows_are_shown_filtered_and_kept_up_to_date()
    {
        var path = Path.Combine(browser.Daemons.Outbox, browser.Daemons.File(10));
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) => await SubmitAsync(path, $"nobody{n}@localhost"));
        var page = await browser.OpenAsync();

        for (var more = page.GetByRole(AriaRole.Button, new() { Name = "Show more" }); await RowsAsync(page) < 1000;)
        {
            await Expect(more).ToBeVisibleAsync();
            var before = await RowsAsync(page);
            await more.ClickAsync();
            await page.WaitForFunctionAsync("count => document.querySelectorAll('tbody tr').length > count", before);
        }

        await Browser.ShootAsync(page, "thousand");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("nobody777@localhost");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        // All that the filter shows, told how many before.
        await page.GetByRole(AriaRole.Button, new() { Name = "cancel…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("cancel 1 transfers") }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("Cancelled");

        // The others would try again under every later test.
        var rest = await AskAsync(HttpMethod.Post, "/v1/transfers/actions", new { action = "cancel", filter = new { q = Path.GetFileName(path) } });
        rest.GetProperty("changed").GetInt32().ShouldBe(999);
    }

    [Fact]
    public async Task A_long_story_is_told_to_its_end()
    {
        var id = await SubmitAsync(Path.Combine(browser.Daemons.Outbox, browser.Daemons.File(10)), "nobody@localhost");
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
            await AskAsync(HttpMethod.Patch, $"/v1/transfers/{id}", new { maxRate = 2000 + n }));
        var page = await browser.OpenAsync($"/#/transfers/{id}");
        var story = page.GetByRole(AriaRole.Table, new() { Name = "What happened" });
        await Expect(story).ToContainTextAsync("submitted");

        await AskAsync(HttpMethod.Post, $"/v1/transfers/{id}/cancel");
        await Expect(story.GetByRole(AriaRole.Row).Last).ToContainTextAsync("cancelled");
        (await RowsAsync(page)).ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("peers", "Peers")]
    [InlineData("proxies", "Proxies")]
    [InlineData("accounts", "sender@localhost")]
    [InlineData("node", "Memory")]
    [InlineData("stuck", "What needs a look")]
    public async Task Every_page_shows_what_it_is_for(string page, string text)
    {
        var shown = await browser.OpenAsync($"/#/{page}");
        await Expect(shown.Locator("main")).ToContainTextAsync(text);
        await Expect(shown.Locator("nav a[aria-current]")).ToHaveAttributeAsync("href", $"#/{page}");
        await Browser.ShootAsync(shown, page);
    }

    [Fact]
    public async Task It_is_dark_for_those_who_want_it_dark()
    {
        var light = await GroundAsync(await browser.OpenAsync());
        var page = await browser.OpenAsync("/", ColorScheme.Dark);
        await Browser.ShootAsync(page, "dark");
        (await GroundAsync(page)).ShouldNotBe(light);
    }

    [Fact]
    public async Task Everything_that_can_be_pressed_or_filled_in_has_a_name()
    {
        await SubmitAsync(Path.Combine(browser.Daemons.Outbox, browser.Daemons.File(10)), "receiver@localhost");
        var page = await browser.OpenAsync();
        await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();

        var nameless = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, input, select, a, progress')]
              .filter(e => !(e.ariaLabel || e.textContent.trim() || e.labels?.length))
              .map(e => e.outerHTML)
            """);
        nameless.ShouldBeEmpty();

        // The first key leads past the navigation.
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("() => document.activeElement.textContent")).ShouldBe("Skip to the content");
    }

    [Fact]
    public async Task A_page_that_renews_itself_leaves_the_keyboard_where_it_was()
    {
        var page = await browser.OpenAsync("/#/accounts");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "disable sender@localhost" });
        await button.FocusAsync();
        await page.WaitForFunctionAsync("old => !old.isConnected", await button.ElementHandleAsync());
        await Expect(button).ToBeFocusedAsync();
    }

    [Fact]
    public async Task After_a_kill_of_the_daemon_it_goes_on_by_itself()
    {
        var file = browser.Daemons.File(10);
        var page = await browser.OpenAsync();
        await browser.Daemons.KillAndRestartSenderAsync();
        await SubmitAsync(Path.Combine(browser.Daemons.Outbox, file), "receiver@localhost");

        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = file })).ToContainTextAsync("Completed");
    }

    private static Task<int> RowsAsync(IPage page) => page.Locator("tbody tr").CountAsync();

    private static Task<string> GroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    private async Task<string> SubmitAsync(string path, string peer, long? maxRate = null) =>
        (await AskAsync(HttpMethod.Post, "/v1/transfers", new { path, peer, maxRate })).GetProperty("id").GetString()!;

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var http = new HttpClient { BaseAddress = new Uri(browser.Daemons.Url) };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.IsSuccessStatusCode.ShouldBeTrue(said.ToString());
        return said;
    }
}
