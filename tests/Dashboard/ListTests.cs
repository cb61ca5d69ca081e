using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Tests.Dashboard;

/// <summary>The list of transfers: narrowed, sorted, counted, turned over, and steered as a whole.</summary>
[Collection(nameof(Browser))]
public sealed class ListTests(Browser browser)
{
    [Fact]
    public async Task All_that_the_filter_shows_is_changed_after_the_number_was_told()
    {
        var peer = $"{Guid.NewGuid():N}@localhost";
        var ids = new[] { await browser.SubmitAsync(peer), await browser.SubmitAsync(peer) };
        var page = await browser.OpenAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Peer" }).FillAsync(peer);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("caption")).ToHaveTextAsync("2 in all.");

        await page.GetByRole(AriaRole.Button, new() { Name = "change…" }).ClickAsync();
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Priority" }).FillAsync("42");
        await page.GetByRole(AriaRole.Button, new() { Name = "Count them" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "change 2 transfers" }).ClickAsync();

        await Expect(page.Locator("#said")).ToHaveTextAsync("change: 2 of 2 transfers.");
        foreach (var id in ids)
            (await browser.AskAsync(HttpMethod.Get, $"/v1/transfers/{id}")).GetProperty("priority").GetInt32().ShouldBe(42);
        await browser.CancelAsync(peer);
    }

    [Fact]
    public async Task What_is_folded_away_narrows_sorts_and_counts_what_is_shown()
    {
        var peer = $"{Guid.NewGuid():N}@localhost";
        await browser.SubmitAsync(peer, 20);
        await browser.SubmitAsync(peer, 10);
        var page = await browser.OpenAsync();
        var sizes = page.Locator("tbody tr td:nth-child(5)");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Peer" }).FillAsync(peer);
        await page.GetByText("More", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Order" }).SelectOptionAsync("largest first");
        await Expect(sizes).ToHaveTextAsync(["20 B", "10 B"]);
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Order" }).SelectOptionAsync("smallest first");
        await Expect(sizes).ToHaveTextAsync(["10 B", "20 B"]);

        await page.GetByLabel("Accepted since").FillAsync("2099-12-24T18:00");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("caption")).ToHaveTextAsync("Nothing.");
        await Expect(page.Locator("summary")).ToHaveTextAsync("More (1 in use)");
        await page.GetByLabel("Accepted since").FillAsync("");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Account" }).FillAsync("sender@localhost");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Count by" }).SelectOptionAsync("direction");
        var counts = page.GetByRole(AriaRole.Table, new() { Name = "2 transfers by direction" });
        await Expect(counts.Locator("tbody tr")).ToHaveTextAsync(new Regex("^outgoing2"));
        await Browser.ShootAsync(page, "filter");
        await browser.CancelAsync(peer);
    }

    [Fact]
    public async Task A_thousand_rows_are_shown_filtered_and_kept_up_to_date()
    {
        var path = Path.Combine(browser.Daemons.Outbox, browser.Daemons.File(10));
        await Parallel.ForEachAsync(Enumerable.Range(0, 1001), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) => await browser.SubmitAsync(path, $"nobody{n}@localhost"));
        var page = await browser.OpenAsync();

        for (var more = page.GetByRole(AriaRole.Button, new() { Name = "Show more" }); await Browser.RowsAsync(page) < 1000;)
        {
            await Expect(more).ToBeVisibleAsync();
            var before = await Browser.RowsAsync(page);
            await more.ClickAsync();
            await page.WaitForFunctionAsync("count => document.querySelectorAll('tbody tr').length > count", before);
        }

        await Browser.ShootAsync(page, "thousand");
        // There are more than a page holds.
        await page.GetByRole(AriaRole.Button, new() { Name = "The next 1000" }).ClickAsync();
        await Expect(page.Locator("caption")).ToHaveTextAsync(new Regex("^[0-9]+ more"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the first" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1000);

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("nobody777@localhost");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);

        // All that the filter shows, told how many before.
        await page.GetByRole(AriaRole.Button, new() { Name = "cancel…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("cancel 1 transfers") }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToContainTextAsync("Cancelled");

        // The others would try again under every later test.
        var rest = await browser.AskAsync(HttpMethod.Post, "/v1/transfers/actions", new { action = "cancel", filter = new { q = Path.GetFileName(path) } });
        rest.GetProperty("changed").GetInt32().ShouldBe(1000);
    }
}
