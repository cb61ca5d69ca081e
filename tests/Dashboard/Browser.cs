using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Orchestrator.Tests.Host.Commands;

namespace Orchestrator.Tests.Dashboard;

/// <summary>Debian's Chromium, without a window, and two daemons whose pages it opens; one for all tests.</summary>
[CollectionDefinition(nameof(Browser))]
public sealed class Browser : ICollectionFixture<Browser>, IAsyncLifetime, IDisposable
{
    private const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public TwoDaemons Daemons { get; } = new();

    public async Task InitializeAsync()
    {
        await Daemons.InitializeAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            // Chromium's own sandbox needs rights that root in a container has not; it only ever opens our own page.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
            await _chromium.CloseAsync();
        _playwright?.Dispose();
        await Daemons.DisposeAsync();
    }

    public void Dispose() => Daemons.Dispose();

    /// <summary>A page of the sender's dashboard.</summary>
    public async Task<IPage> OpenAsync(string path = "/", ColorScheme scheme = ColorScheme.Light)
    {
        var page = await NewPageAsync(Daemons.Url, scheme);
        await page.GotoAsync(path);
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("live");
        return page;
    }

    /// <summary>An empty page, in a session of its own, with patience for a busy machine.</summary>
    public async Task<IPage> NewPageAsync(string url, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _chromium!.NewContextAsync(new BrowserNewContextOptions { BaseURL = url, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = 1400, Height = 900 } });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Keeps a picture for whoever looks at the run: artifacts/screenshots.</summary>
    public static Task ShootAsync(IPage page, string name)
    {
        var folder = Environment.GetEnvironmentVariable("ORCHESTRATOR_SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "screenshots");
        return page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    /// <summary>How many rows a page shows.</summary>
    public static Task<int> RowsAsync(IPage page) => page.Locator("tbody tr").CountAsync();

    // ---- what is done to the sender beside the browser

    /// <summary>Hands over a new file of that size; tells the transfer's id.</summary>
    public Task<string> SubmitAsync(string peer, int size = 10) => SubmitAsync(Path.Combine(Daemons.Outbox, Daemons.File(size)), peer);

    /// <summary>Hands over a file; tells the transfer's id.</summary>
    public async Task<string> SubmitAsync(string path, string peer, long? maxRate = null) =>
        (await AskAsync(HttpMethod.Post, "/v1/transfers", new { path, peer, maxRate })).GetProperty("id").GetString()!;

    /// <summary>Cancels what is left to a peer that never comes: it would try again under every later test.</summary>
    public Task<JsonElement> CancelAsync(string peer) => AskAsync(HttpMethod.Post, "/v1/transfers/actions", new { action = "cancel", filter = new { peer } });

    /// <summary>A request that must succeed.</summary>
    public async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Daemons.Url) };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.IsSuccessStatusCode.ShouldBeTrue(said.ToString());
        return said;
    }
}
