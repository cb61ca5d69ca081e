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
        await browser.SubmitAsync(Path.Combine(browser.Daemons.Outbox, file), "receiver@localhost", maxRate: 128 << 10);
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
    public async Task A_file_of_the_browsers_machine_is_uploaded_and_sent()
    {
        var file = browser.Daemons.File(100_000);
        var page = await browser.OpenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Send a file" }).ClickAsync();
        await page.GetByLabel("Or one of this computer").SetInputFilesAsync(Path.Combine(browser.Daemons.Outbox, file));
        await page.GetByLabel("Receiver").FillAsync("receiver@localhost");
        await page.GetByLabel("Idempotency key").FillAsync(file);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = file })).ToBeVisibleAsync();
        await Expect(page.Locator("dl")).ToContainTextAsync("/spool/");
        await Expect(page.Locator("main p").First).ToContainTextAsync("Completed");
        browser.Daemons.HasArrived(file).ShouldBeTrue();
    }

    [Fact]
    public async Task The_events_page_tells_what_was_before_and_what_comes()
    {
        var peer = $"{Guid.NewGuid():N}@localhost";
        var before = await browser.SubmitAsync(peer);
        await browser.CancelAsync(peer);
        var page = await browser.OpenAsync("/#/events");
        var rows = page.GetByRole(AriaRole.Row);

        await Expect(rows.Filter(new() { HasText = before }).Filter(new() { HasText = "submitted" })).ToHaveCountAsync(1);
        var after = await browser.SubmitAsync(peer);
        await Expect(rows.Filter(new() { HasText = after }).Filter(new() { HasText = "submitted" })).ToHaveCountAsync(1);
        await Browser.ShootAsync(page, "events");
        await browser.CancelAsync(peer);
    }

    [Fact]
    public async Task What_a_file_is_named_is_text_and_never_runs()
    {
        var path = Path.Combine(browser.Daemons.Outbox, Hostile);
        await File.WriteAllBytesAsync(path, new byte[10]);
        var id = await browser.SubmitAsync(path, "receiver@localhost");
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
    public async Task A_long_story_is_told_to_its_end()
    {
        var id = await browser.SubmitAsync("nobody@localhost");
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
            await browser.AskAsync(HttpMethod.Patch, $"/v1/transfers/{id}", new { maxRate = 2000 + n }));
        var page = await browser.OpenAsync($"/#/transfers/{id}");
        var story = page.GetByRole(AriaRole.Table, new() { Name = "What happened" });
        await Expect(story).ToContainTextAsync("submitted");

        await browser.AskAsync(HttpMethod.Post, $"/v1/transfers/{id}/cancel");
        await Expect(story.GetByRole(AriaRole.Row).Last).ToContainTextAsync("cancelled");
        (await Browser.RowsAsync(page)).ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("events", "Events")]
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
        await browser.SubmitAsync("receiver@localhost");
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
        await browser.SubmitAsync(Path.Combine(browser.Daemons.Outbox, file), "receiver@localhost");

        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = file })).ToContainTextAsync("Completed");
    }

    private static Task<string> GroundAsync(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
}
