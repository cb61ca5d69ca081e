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
}
